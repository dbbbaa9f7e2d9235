import { isJsonObject, type Json } from '../json.ts';
import { type FieldKind, REQUEST_FIELDS } from '../request-fields.ts';
import { type FieldPath, type Finding, isDeferred, mapsOf, type Rule } from './rule.ts';

/**
 * Each field holds its own type, rule 10. What is written in the file is checked by the schema too; this is about what
 * comes out of expressions, data files and other steps.
 */
export const SHAPE_RULES: readonly Rule[] = [
  {
    number: 10,
    code: 'FIELD_TYPE',
    severity: 'error',
    words: 'each field holds its own type: text, a number, true and false, or a list',
    check: (request) => [
      ...Object.entries(request).flatMap(([field, value]) => wrong(REQUEST_FIELDS[field], [field], value)),
      ...COMPOSITE.flatMap(([list, field, kind]) =>
        mapsOf(request[list]).flatMap(({ index, item }) => wrong(kind, [list, index, field], item[field])),
      ),
    ],
  },
];

/** Fields of composite items that are neither URLs (rule 50) nor numbers (rule 28). */
const COMPOSITE: readonly (readonly [list: string, field: string, kind: FieldKind])[] = [
  ['ref_images', 'tag', 'text'],
  ['ref_images', 'type', 'text'],
  ['ref_images', 'image_urls', 'urls'],
  ['ref_videos', 'tag', 'text'],
  ['ref_videos', 'type', 'text'],
  ['mid_frame_images', 'tag', 'text'],
];

const WORDS: { readonly [kind in FieldKind]: string } = {
  text: 'text',
  number: 'a number',
  boolean: 'true or false',
  list: 'a list',
  url: 'a URL',
  urls: 'a list of URLs',
  items: 'a list of maps',
};

function wrong(kind: FieldKind | undefined, path: FieldPath, value: Json | undefined): readonly Finding[] {
  if (kind === undefined || value === undefined || value === null || isDeferred(value)) return [];
  if (!isOf(kind, value)) {
    return [{ path, message: `${path.at(-1)} is ${WORDS[kind]}, but ${JSON.stringify(value)} was found` }];
  }
  if (kind !== 'items' || !Array.isArray(value)) return [];
  return value.flatMap((item: Json, index) => {
    if (isJsonObject(item)) return [];
    const message = `an item of ${path.at(-1)} is a map, but ${JSON.stringify(item)} was found`;
    return [{ path: [...path, index], message }];
  });
}

function isOf(kind: FieldKind, value: Json): boolean {
  switch (kind) {
    case 'text':
    case 'url':
      return typeof value === 'string';
    case 'number':
    case 'boolean':
      return typeof value === kind;
    case 'list':
    case 'urls':
    case 'items':
      return Array.isArray(value);
    default: {
      const never: never = kind;
      return never;
    }
  }
}
