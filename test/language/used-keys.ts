import { EXAMPLES } from '../../language/schema/examples.ts';

type Node = { readonly [key: string]: unknown };
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A key of the schema: its path, as the table of examples calls it, and its own schema. */
export type SchemaKey = { readonly path: string; readonly schema: Node };

/** All keys that a schema allows, at every place. */
export function keysOf(schema: unknown, path = ''): readonly SchemaKey[] {
  if (!isNode(schema)) return [];
  const at = kindOf(schema) ?? path;
  const own = Object.entries(isNode(schema.properties) ? schema.properties : {}).flatMap(([key, value]) => {
    if (!isNode(value)) return [];
    const here = at === '' ? key : `${at}.${key}`;
    return [{ path: here, schema: value }, ...keysOf(value, here)];
  });
  return [
    ...own,
    ...keysOf(schema.items, `${path}[]`),
    ...keysOf(schema.additionalProperties, `${path}.*`),
    ...branches(schema).flatMap((branch) => keysOf(branch, path)),
  ];
}

/** The paths of the keys that a document uses. */
export function usedPaths(schema: unknown, value: unknown, path = ''): readonly string[] {
  if (!isNode(schema)) return [];
  const at = kindOf(schema) ?? path;
  const inUnion = branches(schema).flatMap((branch) => (isMeant(branch, value) ? usedPaths(branch, value, path) : []));
  if (Array.isArray(value)) return [...inUnion, ...value.flatMap((item) => usedPaths(schema.items, item, `${path}[]`))];
  if (!isNode(value)) return inUnion;
  const own = Object.entries(value).flatMap(([key, member]) => {
    const known = isNode(schema.properties) ? schema.properties[key] : undefined;
    const here = at === '' ? key : `${at}.${key}`;
    return isNode(known)
      ? [here, ...usedPaths(known, member, here)]
      : usedPaths(schema.additionalProperties, member, `${path}.*`);
  });
  return [...inUnion, ...own];
}

/** The longest end of a path that the table of examples has. */
export function endOf(path: string): string | undefined {
  const words = path.split('.');
  return words.map((_, from) => words.slice(from).join('.')).find((end) => Object.hasOwn(EXAMPLES, end));
}

function branches({ anyOf, oneOf }: Node): readonly unknown[] {
  return [...(Array.isArray(anyOf) ? anyOf : []), ...(Array.isArray(oneOf) ? oneOf : [])];
}

/** A step is meant by what it uses; of other maps any branch may be. */
function isMeant(branch: unknown, value: unknown): boolean {
  const uses = isNode(branch) && isNode(branch.properties) ? branch.properties.uses : undefined;
  if (!isNode(uses) || !isNode(value)) return true;
  return typeof uses.const === 'string' ? uses.const === value.uses : String(value.uses).endsWith('.yaml');
}

function kindOf(schema: Node): string | undefined {
  const uses = isNode(schema.properties) ? schema.properties.uses : undefined;
  if (!isNode(uses)) return undefined;
  return typeof uses.const === 'string' ? uses.const : 'part';
}
