import { z } from 'zod';

/** The parts of a JSON Schema that the reference reads. */
export type SchemaNode = {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: { readonly [key: string]: SchemaNode };
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
};

const node: z.ZodType<SchemaNode> = z.lazy(() =>
  z.looseObject({
    description: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    pattern: z.string().optional(),
    examples: z.array(z.unknown()).optional(),
    properties: z.record(z.string(), node).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), node]).optional(),
    items: node.optional(),
    anyOf: z.array(node).optional(),
    oneOf: z.array(node).optional(),
  }),
);

/** A JSON Schema as data to walk. Throws where it has another shape. */
export function schemaNode(schema: unknown): SchemaNode {
  return node.parse(schema);
}

/** The schema at a path of keys: `*` is any key of a map, `[]` an item of a list. Looks through unions. */
export function at(schema: SchemaNode, path: readonly string[]): SchemaNode {
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  const next = step(schema, key);
  if (next === undefined) throw new Error(`the schema has nothing at ${path.join('.')}`);
  return at(next, rest);
}

function step(schema: SchemaNode, key: string): SchemaNode | undefined {
  const own = key === '*' ? mapValue(schema) : key === '[]' ? schema.items : schema.properties?.[key];
  if (own !== undefined) return own;
  for (const branch of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) {
    const found = step(branch, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The schema of a map's values, where it is a map of anything. */
export function mapValue({ additionalProperties }: SchemaNode): SchemaNode | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
