import type { Json } from '../json.ts';
import { MEDIA_FIELDS } from '../request-fields.ts';
import { heldSha256 } from '../tail.ts';
import { type FieldPath, type Finding, isDeferred, itemsOf, type Rule } from './rule.ts';

/** Media are URLs, and how many of them the simple lists take; rules 39, 42, 44 and 50. */
export const URL_RULES: readonly Rule[] = [
  urlList(39, 'image_urls', 6),
  urlList(42, 'video_urls', 1),
  urlList(44, 'audio_urls', 1),
  {
    number: 50,
    code: 'MEDIA_NOT_URL',
    severity: 'error',
    words: 'media are http or https URLs',
    check: (request) => MEDIA_FIELDS.flatMap((field) => notUrls([field], field, request[field])),
  },
];

function urlList(number: number, field: string, max: number): Rule {
  const words = `${field} holds at most ${max}; the page names no number`;
  const check: Rule['check'] = (request) => {
    const count = itemsOf(request[field]).length;
    return count <= max ? [] : [{ path: [field], message: `${field} has ${count} items; at most ${max} are allowed` }];
  };
  return { number, code: 'URL_LISTS', severity: 'warning', words, check };
}

/** Fields inside composite media that hold no media. */
const NOT_MEDIA = ['tag', 'type', 'time_stamp'];

function notUrls(path: FieldPath, key: string, value: Json | undefined): readonly Finding[] {
  if (value === undefined || value === null || isDeferred(value) || NOT_MEDIA.includes(key)) return [];
  if (typeof value === 'string') {
    if (/^https?:\/\/[^\s]+$/.test(value) || heldSha256(value) !== undefined) return [];
    const hint =
      'the vendor fetches media by URL; a local file needs a media host: write media-host into dailies.yaml, or try it with --simulate';
    return [{ path, message: `"${value}" is not an http or https URL`, hint }];
  }
  if (typeof value !== 'object')
    return [{ path, message: `${key} holds a URL, but ${JSON.stringify(value)} was found` }];
  const empty = Array.isArray(value) ? value.indexOf(null) : -1;
  if (empty >= 0)
    return [{ path: [...path, empty], message: `${key} holds URLs, but nothing was found at place ${empty + 1}` }];
  return Object.entries(value).flatMap(([name, member]) =>
    Array.isArray(value) ? notUrls([...path, Number(name)], key, member) : notUrls([...path, name], name, member),
  );
}
