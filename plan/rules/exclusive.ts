import type { JsonObject } from '../json.ts';
import { type Finding, isGiven, mapsOf, type Rule } from './rule.ts';

/** Fields of which only one may be given (seed page, "one of … or …"), rules 14–16. */
export const EXCLUSIVE_RULES: readonly Rule[] = [
  {
    number: 14,
    code: 'FIELDS_EXCLUDE',
    severity: 'error',
    words: 'image_urls and ref_images exclude each other',
    check: (request) => both(request, 'image_urls', 'ref_images'),
  },
  {
    number: 15,
    code: 'FIELDS_EXCLUDE',
    severity: 'error',
    words: 'video_urls and ref_videos exclude each other',
    check: (request) => both(request, 'video_urls', 'ref_videos'),
  },
  {
    number: 16,
    code: 'FIELDS_EXCLUDE',
    severity: 'error',
    words: 'audio_urls and the audio_url of a reference image exclude each other',
    check: (request) => {
      const bound = mapsOf(request.ref_images).some(({ item }) => isGiven(item.audio_url));
      if (!bound || !isGiven(request.audio_urls)) return [];
      return [{ path: ['audio_urls'], message: 'audio_urls and ref_images[].audio_url cannot both be given' }];
    },
  },
];

function both(request: JsonObject, simple: string, composite: string): readonly Finding[] {
  if (!isGiven(request[simple]) || !isGiven(request[composite])) return [];
  const hint = `keep ${composite}, which can say more, or ${simple}`;
  return [{ path: [simple], message: `${simple} and ${composite} cannot both be given`, hint }];
}
