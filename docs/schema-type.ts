import { code } from './markdown.ts';
import { mapValue, type SchemaNode } from './schema-node.ts';

/** What a value may be, in words: `text or expression`, `list of ids`. */
export function typeWords(schema: SchemaNode): string {
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.enum !== undefined) return alternatives(schema.enum.map((value) => code(String(value))));
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches !== undefined) return alternatives(branches.flatMap((branch) => typeWords(branch).split(' or ')));
  if (schema.pattern !== undefined) return patternWords(schema.pattern);
  if (schema.properties !== undefined) return 'map';
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['anything']);
  return alternatives(types.map((type) => plainWords(type, schema)));
}

function plainWords(type: string, schema: SchemaNode): string {
  if (type === 'array') return schema.items === undefined ? 'list' : `list of ${typeWords(schema.items)}`;
  if (type === 'object') {
    const value = mapValue(schema);
    const words = value === undefined ? 'map' : typeWords(value);
    return words === 'map' ? 'map' : `map of ${words}`;
  }
  return { string: 'text', integer: 'whole number', boolean: 'true/false' }[type] ?? type;
}

function patternWords(pattern: string): string {
  if (pattern.includes('\\$\\{\\{')) return 'expression';
  if (pattern.includes('ms|s|m|h')) return 'duration';
  if (pattern.includes('%')) return 'percentage';
  return pattern.includes('[a-z0-9]') ? 'id' : 'text';
}

function alternatives(words: readonly string[]): string {
  return [...new Set(words)].join(' or ');
}
