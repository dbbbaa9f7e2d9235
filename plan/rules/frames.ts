import type { JsonObject } from '../json.ts';
import { type Finding, isDeferred, isGiven, itemsOf, mapsOf, type Rule } from './rule.ts';

const MID_FRAMES_MAX = 6;

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
  rule(27, 'at most 6 middle frames', (request) => {
    const count = itemsOf(request.mid_frame_images).length;
    if (count <= MID_FRAMES_MAX) return [];
    const message = `${count} middle frames; at most ${MID_FRAMES_MAX} are allowed`;
    return [{ path: ['mid_frame_images'], message }];
  }),
  rule(28, 'each middle frame has tag, image_url and time_stamp', (request) =>
    mapsOf(request.mid_frame_images).flatMap(({ index, item }) =>
      ['tag', 'image_url', 'time_stamp']
        .filter((field) => !isGiven(item[field]))
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
  rule(29, 'a time stamp lies between 0 and the duration, both excluded', (request) => {
    const end = typeof request.duration === 'number' ? request.duration : Number.POSITIVE_INFINITY;
    return timeStamps(request)
      .filter(({ at }) => at <= 0 || at >= end)
      .map(({ index, at }) => ({
        path: ['mid_frame_images', index, 'time_stamp'],
        message: `time_stamp ${at} does not lie between 0 and the duration of ${end} s`,
      }));
  }),
  rule(30, 'time stamps rise strictly', (request) => {
    const stamps = timeStamps(request);
    return stamps.flatMap(({ index, at }, place): readonly Finding[] => {
      const before = stamps[place - 1];
      if (before === undefined || at > before.at) return [];
      const message = `time_stamp ${at} is not later than the ${before.at} before it`;
      return [{ path: ['mid_frame_images', index, 'time_stamp'], message, hint: 'put the frames in order' }];
    });
  }),
];

function rule(number: number, words: string, check: Rule['check']): Rule {
  return { number, code: 'MID_FRAMES', severity: 'error', words, check };
}

function timeStamps(request: JsonObject): readonly { readonly index: number; readonly at: number }[] {
  return mapsOf(request.mid_frame_images).flatMap(({ index, item }) =>
    typeof item.time_stamp === 'number' ? [{ index, at: item.time_stamp }] : [],
  );
}
