import { DEFAULTS, EXAMPLES } from './examples.ts';

type Node = { readonly [key: string]: unknown };

/**
 * A JSON Schema whose keys also have examples and defaults. Paths are those of a pipeline, each step's beginning with
 * its kind: `generate.with.prompt`, `chain.with.links[].id`, `inputs.*.type`, `part.uses`.
 */
export function told(schema: Node, path = ''): Node {
  const at = kindOf(schema) ?? path;
  const parts = Object.entries(schema).map(([key, value]): readonly [string, unknown] => {
    if (key === 'properties' && isNode(value)) return [key, toldKeys(value, at)];
    if (key === 'items' && isNode(value)) return [key, told(value, `${path}[]`)];
    if (key === 'additionalProperties' && isNode(value)) return [key, told(value, `${path}.*`)];
    const isUnion = (key === 'anyOf' || key === 'oneOf') && Array.isArray(value);
    return [key, isUnion ? value.map((branch) => (isNode(branch) ? told(branch, path) : branch)) : value];
  });
  return Object.fromEntries(parts);
}

function toldKeys(properties: Node, at: string): Node {
  const keys = Object.entries(properties).map(([key, value]): readonly [string, unknown] => {
    if (!isNode(value)) return [key, value];
    const path = `${at}.${key}`;
    const [example, standard] = [endOf(path, EXAMPLES), endOf(path, DEFAULTS)];
    const more = {
      ...(standard === undefined ? {} : { default: DEFAULTS[standard] }),
      ...(example === undefined ? {} : { examples: EXAMPLES[example] }),
    };
    return [key, { ...told(value, path), ...more }];
  });
  return Object.fromEntries(keys);
}

/** The longest end of a path that a table has. */
function endOf(path: string, table: Node): string | undefined {
  const words = path.split('.').filter((word) => word !== '');
  return words.map((_, from) => words.slice(from).join('.')).find((end) => Object.hasOwn(table, end));
}

/** A step is known by what it uses. */
function kindOf(schema: Node): string | undefined {
  const uses = isNode(schema.properties) ? schema.properties.uses : undefined;
  if (!isNode(uses)) return undefined;
  return typeof uses.const === 'string' ? uses.const : 'part';
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
