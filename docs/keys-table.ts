import { code, table } from './markdown.ts';
import type { SchemaNode } from './schema-node.ts';
import { typeWords } from './schema-type.ts';

/** Keys that stand together at several places and are described once; `name` links to where. */
export type KeyGroup = { readonly name: string; readonly keys: NonNullable<SchemaNode['properties']> };

/** The keys of a map as a table. A whole group among them becomes one row. */
export function keysTable(schema: SchemaNode, groups: readonly KeyGroup[]): string {
  const map = schema.properties === undefined ? schema.anyOf?.find((branch) => branch.properties) : schema;
  if (map?.properties === undefined) throw new Error('only a map has keys');
  const { properties, required = [] } = map;
  const group = groups.find(({ keys }) => Object.keys(keys).every((key) => isSame(properties[key], keys[key])));
  const own = Object.entries(properties).filter(([key]) => group?.keys[key] === undefined);
  const rows = own.map(([key, node]) => [
    required.includes(key) ? `**${code(key)}**` : code(key),
    typeWords(node),
    [node.description ?? '', ...defaultOf(node)].join(' '),
    exampleOf(node),
  ]);
  const last = group === undefined ? [] : [['…', 'map', `and the ${group.name}`, '']];
  const all = [...rows, ...last];
  // Not every schema tells examples.
  const hasExamples = rows.some((row) => row[3] !== '');
  return hasExamples
    ? table(['key', 'value', 'what', 'example'], all)
    : table(
        ['key', 'value', 'what'],
        all.map((row) => row.slice(0, 3)),
      );
}

function defaultOf({ default: value, description = '' }: SchemaNode): readonly string[] {
  const isSaid = description.includes('Default ') || description.includes('default');
  return value === undefined || typeof value === 'object' || isSaid ? [] : [`Default ${code(String(value))}.`];
}

/** The first example, as it is written in a line of YAML. */
function exampleOf({ examples: [example] = [] }: SchemaNode): string {
  return example === undefined ? '' : code(inLine(example));
}

function inLine(value: unknown): string {
  if (typeof value === 'string') return /[:#{}[\],&*!|>'"%@`]|^$|^\d/.test(value) ? JSON.stringify(value) : value;
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, member]) => `${key}: ${inLine(member)}`);
  return `{ ${entries.join(', ')} }`;
}

function isSame(a: SchemaNode | undefined, b: SchemaNode | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
