import { jsonSchema } from '../language/index.ts';
import { type KeyGroup, keysTable } from './keys-table.ts';
import { GENERATED, page } from './markdown.ts';
import { at, type SchemaNode, schemaNode } from './schema-node.ts';

const INTRO = `Every key of a pipeline file and what its value may be. Keys in **bold** must be there. A key that is not listed
is an error. *Expression* is text with \`\${{ … }}\`; *id* is lower case words joined by single hyphens, at most 63
characters; *duration* is \`90s\`, \`40m\` or \`72h\`.

Where several places say something, the later one counts: the language's defaults, \`defaults.with\`, the profile, the
step's \`with\`, the link. Values are merged field by field; \`null\` removes a field. \`promote\` and \`chain\` start from
their source's request as it was made, not from the defaults.`;

const REQUEST_LISTS = ['mid_frame_images', 'ref_images', 'ref_videos'];

/** docs/reference/keys.md, from the schema of the language: a key's text is its `.describe()`. */
export function keysPage(): string {
  const schema = schemaNode(jsonSchema());
  const request = at(schema, ['defaults', 'with']);
  const generate = stepOf(schema, 'generate');
  const groups: readonly KeyGroup[] = [
    { name: '[fields of a request](#a-request)', keys: request.properties ?? {} },
    { name: '[fields of a profile](#profilesname) and `prompt`', keys: linkKeys(schema, request) },
    { name: '[keys of a render](#keys-of-a-render)', keys: renderKeys(schema) },
  ];
  const section = (title: string, node: SchemaNode) => `${title}\n\n${keysTable(node, [])}`;
  const folded = (title: string, node: SchemaNode) => `${title}\n\n${keysTable(node, groups)}`;
  return page(
    '# Keys of a pipeline file',
    GENERATED,
    INTRO,
    section('## The file', schema),
    section('## `inputs.<name>`', at(schema, ['inputs', '*'])),
    section('## `profiles.<name>`', at(schema, ['profiles', '*'])),
    section('## `defaults`', at(schema, ['defaults'])),
    section('## `budget`', at(schema, ['budget'])),
    section('## A request', request),
    ...REQUEST_LISTS.map((field) => section(`### \`${field}[]\``, at(request, [field, '[]']))),
    '## `steps.<id>`',
    'Every step has `uses`, which says its kind. The keys that all kinds that render share come first.',
    section('### Keys of a render', { properties: renderKeys(schema) }),
    folded('### `uses: generate`', generate),
    folded('### `uses: promote`', stepOf(schema, 'promote')),
    folded('#### `with` of promote', at(stepOf(schema, 'promote'), ['with'])),
    folded('### `uses: chain`', stepOf(schema, 'chain')),
    folded('#### `with` of chain', at(stepOf(schema, 'chain'), ['with'])),
    folded('#### `with.links[]` of chain', at(stepOf(schema, 'chain'), ['with', 'links', '[]'])),
    section('### `uses: pick`', stepOf(schema, 'pick')),
    section('#### `with` of pick', at(stepOf(schema, 'pick'), ['with'])),
    section('### `uses: approve`', stepOf(schema, 'approve')),
    section('#### `with` of approve', at(stepOf(schema, 'approve'), ['with'])),
    section('### `uses: concat`', stepOf(schema, 'concat')),
    section('#### `with` of concat', at(stepOf(schema, 'concat'), ['with'])),
    section('### `uses: fetch`', stepOf(schema, 'fetch')),
    section('#### `with` of fetch', at(stepOf(schema, 'fetch'), ['with'])),
    section('### `uses: ./file.yaml`', partOf(schema)),
    section('## `strategy`', at(generate, ['strategy'])),
    section('### `strategy.matrix.<axis>`', at(generate, ['strategy', 'matrix', '*'])),
  );
}

function stepOf(schema: SchemaNode, kind: string): SchemaNode {
  const kinds = (at(schema, ['steps', '*']).anyOf ?? []).flatMap((branch) => branch.oneOf ?? []);
  const found = kinds.find(({ properties }) => properties?.uses?.const === kind);
  if (found === undefined) throw new Error(`the schema has no step of kind ${kind}`);
  return found;
}

/** A step that uses another pipeline: the one kind whose `uses` is no word. */
function partOf(schema: SchemaNode): SchemaNode {
  const found = at(schema, ['steps', '*']).anyOf?.find(({ properties }) => properties?.uses?.pattern !== undefined);
  if (found === undefined) throw new Error('the schema has no step that uses a pipeline');
  return found;
}

/** What generate, promote and chain all have, alike. */
function renderKeys(schema: SchemaNode): NonNullable<SchemaNode['properties']> {
  const [first, ...others] = ['generate', 'promote', 'chain'].map((kind) => stepOf(schema, kind).properties ?? {});
  const alike = Object.entries(first ?? {}).filter(([key, node]) =>
    others.every((other) => JSON.stringify(other[key]) === JSON.stringify(node)),
  );
  return Object.fromEntries(alike);
}

function linkKeys(schema: SchemaNode, request: SchemaNode): NonNullable<SchemaNode['properties']> {
  return { ...at(schema, ['profiles', '*']).properties, prompt: at(request, ['prompt']) };
}
