import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { joinVideos, measure, tailStart } from '../../media/index.ts';
import { makeClips } from './clips.ts';
import { addSound, soundOf } from './with-sound.ts';

const LIMITS = { min: 2, max: 30 };
let clips: Awaited<ReturnType<typeof makeClips>>;
beforeAll(async () => {
  clips = await makeClips();
});
afterAll(() => clips.remove());

const inFolder = (name: string) => path.join(clips.folder, name);

test('a tail begins at the last key picture that leaves as much as was asked for', async () => {
  // A key picture every 2 s.
  const file = await clips.clip('nine.mp4', { seconds: 9 });
  expect(await tailStart(file, 5, LIMITS)).toEqual({ ok: true, fromSeconds: 4, seconds: 5 });
  expect(await tailStart(file, 4, LIMITS)).toEqual({ ok: true, fromSeconds: 4, seconds: 5 });
  expect(await tailStart(file, 20, LIMITS)).toEqual({ ok: true, fromSeconds: 0, seconds: 9 });
  // More than is allowed would be left: the next one.
  expect(await tailStart(file, 4, { min: 2, max: 4.5 })).toEqual({ ok: true, fromSeconds: 6, seconds: 3 });
  expect(await tailStart(file, 2, { min: 1.5, max: 2.5 })).toMatchObject({ ok: false, code: 'no-cut' });
  expect(await tailStart(inFolder('nowhere.mp4'), 5, LIMITS)).toMatchObject({ ok: false, code: 'missing' });
});

test('head and tail of a cut are the whole again, picture for picture and sound for sound', async () => {
  const silent = await clips.clip('whole.mp4', { seconds: 7 });
  const whole = inFolder('sound.mp4');
  await addSound(silent, whole, 9);
  const cut = await tailStart(whole, 3, LIMITS);
  if (!cut.ok) throw new Error(cut.message);
  await joinVideos([{ path: whole, untilSeconds: cut.fromSeconds }], inFolder('head.mp4'));
  await joinVideos([{ path: whole, fromSeconds: cut.fromSeconds }], inFolder('tail.mp4'));
  expect(await measure(inFolder('head.mp4'))).toMatchObject({ ok: true, seconds: 4 });
  expect(await measure(inFolder('tail.mp4'))).toMatchObject({ ok: true, seconds: 3 });
  const joined = await joinVideos([inFolder('head.mp4'), inFolder('tail.mp4')], inFolder('again.mp4'));
  const packed = await joinVideos([whole], inFolder('packed.mp4'));
  expect(joined).toEqual(packed);
  expect((await soundOf(inFolder('again.mp4'))).length).toBe((await soundOf(inFolder('packed.mp4'))).length);
  expect(pictures(await readFile(inFolder('again.mp4')))).toBe(pictures(await readFile(inFolder('packed.mp4'))));
});

/** How many pictures the index lists: the count in `stsz` of the first track. */
function pictures(bytes: Buffer): number {
  return bytes.readUInt32BE(bytes.indexOf('stsz') + 12);
}
