import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { joinVideos, measure } from '../../media/index.ts';
import { makeClips } from './clips.ts';
import { addSound, soundOf } from './with-sound.ts';

let clips: Awaited<ReturnType<typeof makeClips>>;
beforeAll(async () => {
  clips = await makeClips();
});
afterAll(() => clips.remove());

const inFolder = (name: string) => path.join(clips.folder, name);

test('sound is joined with its pictures: each part starts with its own, none overlaps', async () => {
  const clip = await clips.clip('a.mp4');
  await addSound(clip, inFolder('one.mp4'), 1);
  await addSound(clip, inFolder('two.mp4'), 2);
  expect(await joinVideos([inFolder('one.mp4'), inFolder('two.mp4')], inFolder('both.mp4'))).toMatchObject({
    ok: true,
  });
  expect(await measure(inFolder('both.mp4'))).toMatchObject({ ok: true, seconds: 6, hasAudio: true });
  const sound = await soundOf(inFolder('both.mp4'));
  expect(sound.filter(({ mark }) => mark === 1).every(({ at }) => at < 3)).toBe(true);
  const second = sound.filter(({ mark }) => mark === 2);
  expect(second[0]?.at).toBeCloseTo(3, 3);
  // 3 s of 1024 samples at 48 kHz are 141 packets a part; the tail beyond the picture is dropped.
  expect([sound.length, second.length]).toEqual([282, 141]);
  expect(sound.map(({ at }) => at)).toEqual(sound.map(({ at }) => at).sort((a, b) => a - b));
});

test('a part without sound, or with another sound, is named', async () => {
  const silent = await clips.clip('b.mp4');
  await addSound(silent, inFolder('loud.mp4'), 1);
  await addSound(silent, inFolder('slow.mp4'), 1, 44_100);
  const join = (names: string[]) => joinVideos(names.map(inFolder), inFolder('never.mp4'));
  expect(await join(['loud.mp4', 'b.mp4'])).toMatchObject({ code: 'different', path: silent });
  expect(await join(['loud.mp4', 'slow.mp4'])).toMatchObject({
    path: inFolder('slow.mp4'),
    message: expect.stringContaining('44100 Hz'),
  });
});
