import type { ApiProfile } from '../api-profile.ts';
import type { JsonObject } from '../json.ts';
import { type Finding, isDeferred, isGiven, itemsOf, mapsOf, type Rule } from './rule.ts';

/** First, last and middle frames (seed page, "mid_frame_images"), rules 26–31. */
export const FRAME_RULES: readonly Rule[] = [
  {
    number: 26,
    code: 'LAST_FRAME_ALONE',
    severity: 'error',
    words: 'last_frame_image needs first_frame_image',
    check: (request) => {
      if (!isGiven(request.last_frame_image) || isGiven(request.first_frame_image)) return [];
      const hint = 'add first_frame_image';
      return [{ path: ['last_frame_image'], message: 'last_frame_image without first_frame_image', hint }];
    },
  },
  rule(27, 'at most 6 middle frames', (request, { midFrames: { max } }) => {
    const count = itemsOf(request.mid_frame_images).length;
    if (count <= max) return [];
    const message = `${count} middle frames; at most ${max} are allowed`;
    return [{ path: ['mid_frame_images'], message }];
  }),
  rule(28, 'each middle frame has tag, image_url and time_stamp', (request, { midFrames: { timeStampOptional } }) =>
    mapsOf(request.mid_frame_images).flatMap(({ index, item }) =>
      ['tag', 'image_url', ...(timeStampOptional ? [] : ['time_stamp'])]
        .filter((field) => !isGiven(item[field]) || item[field] === '')
        .map((field) => ({ path: ['mid_frame_images', index], message: `a middle frame needs ${field}` })),
    ),
  ),
  rule(28, 'a time stamp is a number of seconds', (request) =>
    mapsOf(request.mid_frame_images)
      .filter(
        ({ item }) => isGiven(item.time_stamp) && !isDeferred(item.time_stamp) && typeof item.time_stamp !== 'number',
      )
      .map(({ index, item }) => ({
        path: ['mid_frame_images', index, 'time_stamp'],
        message: `time_stamp is a number, but ${JSON.stringify(item.time_stamp)} was found`,
      })),
  ),
  rule(29, 'a time stamp lies between 0 and the duration, both excluded', (request, profile) => {
    const end = typeof request.duration === 'number' ? request.duration : Number.POSITIVE_INFINITY;
    return timeStamps(request, profile)
      .filter(({ at }) => at <= 0 || at >= end)
      .map(({ index, at }) => ({
        path: ['mid_frame_images', index, 'time_stamp'],
        message: `time_stamp ${at} does not lie between 0 and the duration of ${end} s`,
      }));
  }),
  rule(30, 'time stamps rise strictly', (request, profile) => {
    const stamps = timeStamps(request, profile);
    return stamps.flatMap(({ index, at }, place): readonly Finding[] => {
      const before = stamps[place - 1];
      if (before === undefined || at > before.at) return [];
      const message = `time_stamp ${at} is not later than the ${before.at} before it`;
      return [{ path: ['mid_frame_images', index, 'time_stamp'], message, hint: 'put the frames in order' }];
    });
  }),
  {
    number: 31,
    code: 'MID_FRAMES_ALONE',
    severity: 'warning',
    words: 'middle frames go with first_frame_image or last_frame_image',
    check: (request) => {
      if (!isGiven(request.mid_frame_images)) return [];
      if (isGiven(request.first_frame_image) || isGiven(request.last_frame_image)) return [];
      const message = 'mid_frame_images without first_frame_image; the page combines them';
      return [{ path: ['mid_frame_images'], message }];
    },
  },
];

/** Where time stamps are optional, -1 says that there is none. */
const UNSPECIFIED = -1;

function rule(number: number, words: string, check: Rule['check']): Rule {
  return { number, code: 'MID_FRAMES', severity: 'error', words, check };
}

type Stamp = { readonly index: number; readonly at: number };

function timeStamps(request: JsonObject, { midFrames }: ApiProfile): readonly Stamp[] {
  return mapsOf(request.mid_frame_images).flatMap(({ index, item }) => {
    const at = item.time_stamp;
    const isNone = midFrames.timeStampOptional && at === UNSPECIFIED;
    return typeof at === 'number' && !isNone ? [{ index, at }] : [];
  });
}
