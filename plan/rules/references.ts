import type { Json } from '../json.ts';
import { HELD_MEDIA } from '../request.ts';
import { MEDIA_FIELDS } from '../request-fields.ts';
import { type FieldPath, type Finding, isDeferred, isGiven, itemsOf, mapsOf, type Rule } from './rule.ts';

const REF_IMAGES_MAX = 6;
const GRID = { min: 2, max: 9 };

/** Reference images, videos and plain URL lists (seed page, "Composite Field Reference"), rules 32–44 and 50. */
export const REFERENCE_RULES: readonly Rule[] = [
  refImages(32, 'at most 6 reference images, each with tag, type and image_urls', (request) => [
    ...tooMany('ref_images', itemsOf(request.ref_images).length, REF_IMAGES_MAX),
    ...missing('ref_images', request.ref_images, ['tag', 'type', 'image_urls']),
    ...badType('ref_images', request.ref_images, ['image', 'grid']),
  ]),
  refImages(33, 'a reference image of type image has exactly one URL', (request) =>
    mapsOf(request.ref_images)
      .filter(({ item }) => item.type === 'image' && Array.isArray(item.image_urls) && item.image_urls.length !== 1)
      .map(({ index, item }) => ({
        path: ['ref_images', index, 'image_urls'],
        message: `type image takes exactly 1 URL, but ${itemsOf(item.image_urls).length} were found`,
        hint: 'type: grid takes 2 to 9',
      })),
  ),
  refImages(34, 'a reference image of type grid has 2 to 9 URLs', (request) =>
    mapsOf(request.ref_images)
      .filter(({ item }) => item.type === 'grid' && Array.isArray(item.image_urls) && !inGrid(item.image_urls.length))
      .map(({ index, item }) => ({
        path: ['ref_images', index, 'image_urls'],
        message: `type grid takes ${GRID.min} to ${GRID.max} URLs, but ${itemsOf(item.image_urls).length} were found`,
      })),
  ),
  {
    number: 40,
    code: 'REF_VIDEOS',
    severity: 'error',
    words: 'at most one reference video, with tag, type (reference or extend) and video_url',
    check: (request) => [
      ...tooMany('ref_videos', itemsOf(request.ref_videos).length, 1),
      ...missing('ref_videos', request.ref_videos, ['tag', 'type', 'video_url']),
      ...badType('ref_videos', request.ref_videos, ['reference', 'extend']),
    ],
  },
  urlList(39, 'image_urls', REF_IMAGES_MAX),
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

function refImages(number: number, words: string, check: Rule['check']): Rule {
  return { number, code: 'REF_IMAGES', severity: 'error', words, check };
}

function urlList(number: number, field: string, max: number): Rule {
  const words = `${field} holds at most ${max}; the page names no number`;
  const check: Rule['check'] = (request) => tooMany(field, itemsOf(request[field]).length, max);
  return { number, code: 'URL_LISTS', severity: 'warning', words, check };
}

function inGrid(count: number): boolean {
  return count >= GRID.min && count <= GRID.max;
}

function tooMany(field: string, count: number, max: number): readonly Finding[] {
  return count <= max ? [] : [{ path: [field], message: `${field} has ${count} items; at most ${max} are allowed` }];
}

function missing(list: string, value: Json | undefined, fields: readonly string[]): readonly Finding[] {
  return mapsOf(value).flatMap(({ index, item }) =>
    fields
      .filter((field) => !isGiven(item[field]))
      .map((field) => ({ path: [list, index], message: `an item of ${list} needs ${field}` })),
  );
}

function badType(list: string, value: Json | undefined, allowed: readonly string[]): readonly Finding[] {
  return mapsOf(value)
    .filter(({ item }) => typeof item.type === 'string' && !allowed.includes(item.type))
    .map(({ index, item }) => ({
      path: [list, index, 'type'],
      message: `"${item.type}" is not a type of ${list}; allowed: ${allowed.join(' or ')}`,
    }));
}

/** Fields inside composite media that hold no media. */
const NOT_MEDIA = ['tag', 'type', 'time_stamp'];

function notUrls(path: FieldPath, key: string, value: Json | undefined): readonly Finding[] {
  if (value === undefined || value === null || isDeferred(value) || NOT_MEDIA.includes(key)) return [];
  if (typeof value === 'string') {
    if (/^https?:\/\/[^\s]+$/.test(value) || HELD_MEDIA.test(value)) return [];
    const hint = 'the vendor fetches media by URL; a local file needs a media host, which is not supported yet';
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
