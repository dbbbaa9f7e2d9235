import type { RefImageLimits } from '../api-profile.ts';
import type { Json, JsonObject } from '../json.ts';
import { type Finding, isGiven, itemsOf, listed, mapsOf, type Rule } from './rule.ts';

/** Reference images and videos (seed page, "Composite Field Reference"), rules 32–34 and 40. */
export const REFERENCE_RULES: readonly Rule[] = [
  refImages(32, 'at most 6 reference images, each with tag, type and image_urls', (request, { refImages: limits }) => [
    ...tooMany('ref_images', itemsOf(request.ref_images).length, limits.items),
    ...(['image', 'grid'] as const).flatMap((type) => tooManyOfType(request, type, limits)),
    ...missing('ref_images', request.ref_images, ['tag', 'type', 'image_urls']),
    ...badType('ref_images', request.ref_images, ['image', 'grid']),
  ]),
  refImages(33, 'a reference image of type image has exactly one URL', (request, { refImages: limits }) =>
    badCounts(request, 'image', limits),
  ),
  refImages(34, 'a reference image of type grid has 2 to 9 URLs', (request, { refImages: limits }) =>
    badCounts(request, 'grid', limits),
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
];

function refImages(number: number, words: string, check: Rule['check']): Rule {
  return { number, code: 'REF_IMAGES', severity: 'error', words, check };
}

function badCounts(request: JsonObject, type: 'image' | 'grid', limits: RefImageLimits): readonly Finding[] {
  const { min, max } = limits[type].urls;
  const other = type === 'image' ? 'grid' : 'image';
  const range = limits[other].urls;
  const words = min === max ? `exactly ${min} URL${min === 1 ? '' : 's'}` : `${min} to ${max} URLs`;
  return mapsOf(request.ref_images).flatMap(({ index, item }) => {
    if (item.type !== type || !Array.isArray(item.image_urls)) return [];
    const count = item.image_urls.length;
    // None at all is what rule 32 says.
    if (count === 0 || (count >= min && count <= max)) return [];
    const message = `type ${type} takes ${words}, but ${count} ${count === 1 ? 'was' : 'were'} found`;
    const hint = count >= range.min && count <= range.max ? `type: ${other} takes ${count}` : '';
    return [{ path: ['ref_images', index, 'image_urls'], message, ...(hint === '' ? {} : { hint }) }];
  });
}

function tooManyOfType(request: JsonObject, type: 'image' | 'grid', limits: RefImageLimits): readonly Finding[] {
  const count = mapsOf(request.ref_images).filter(({ item }) => item.type === type).length;
  const { items } = limits[type];
  if (count <= items || items >= limits.items) return [];
  return [{ path: ['ref_images'], message: `ref_images has ${count} of type ${type}; at most ${items} are allowed` }];
}

function tooMany(field: string, count: number, max: number): readonly Finding[] {
  return count <= max ? [] : [{ path: [field], message: `${field} has ${count} items; at most ${max} are allowed` }];
}

function missing(list: string, value: Json | undefined, fields: readonly string[]): readonly Finding[] {
  return mapsOf(value).flatMap(({ index, item }) =>
    fields
      .filter((field) => !isGiven(item[field]) || item[field] === '')
      .map((field) => ({ path: [list, index], message: `an item of ${list} needs ${field}` })),
  );
}

function badType(list: string, value: Json | undefined, allowed: readonly string[]): readonly Finding[] {
  return mapsOf(value)
    .filter(({ item }) => typeof item.type === 'string' && !allowed.includes(item.type))
    .map(({ index, item }) => ({
      path: [list, index, 'type'],
      message: `"${item.type}" is not a type of ${list}; allowed: ${listed(allowed)}`,
    }));
}
