import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { joinVideos, measure } from '../../media/index.ts';
import { makeClips } from './clips.ts';

let clips: Awaited<ReturnType<typeof makeClips>>;
beforeAll(async () => {
  clips = await makeClips();
});
afterAll(() => clips.remove());

const inFolder = (name: string) => path.join(clips.folder, name);

test('a video is measured by its packets', async () => {
  const file = await clips.clip('a.mp4', { seconds: 4, width: 90, height: 160 });
  const { length } = await readFile(file);
  expect(await measure(file)).toEqual({
    ok: true,
    container: 'mp4',
    seconds: 4,
    width: 90,
    height: 160,
    hasVideo: true,
    hasAudio: false,
    codec: 'avc',
    bytes: length,
  });
});

test('what is no video is a failure with a code', async () => {
  const code = async (name: string, content: string | Buffer) => {
    await writeFile(inFolder(name), content);
    const measured = await measure(inFolder(name));
    return measured.ok ? 'ok' : measured.code;
  };
  expect(await code('empty.mp4', '')).toBe('empty');
  expect(await code('page.mp4', '<!doctype html><title>Sign in</title>')).toBe('not-a-video');
  expect(await code('noise.mp4', Buffer.alloc(50_000, 7))).toBe('not-a-video');
  expect(await code('short.mp4', 'abc')).toBe('not-a-video');
  expect(await measure(inFolder('nowhere.mp4'))).toMatchObject({ ok: false, code: 'missing' });
});

test('a file that was cut anywhere is truncated, with its index at the start or at the end', async () => {
  const first = await readFile(await clips.clip('b.mp4'));
  const mdat = first.indexOf('mdat') - 4;
  const ftyp = first.readUInt32BE(0);
  const last = Buffer.concat([first.subarray(0, ftyp), first.subarray(mdat), first.subarray(ftyp, mdat)]);
  for (const [name, whole] of Object.entries({ first, last })) {
    for (const length of [30, 0.1, 0.5, 0.9, 0.999].map((part) => Math.floor(part < 1 ? whole.length * part : part))) {
      await writeFile(inFolder('cut.mp4'), whole.subarray(0, length));
      expect([name, length, await measure(inFolder('cut.mp4'))]).toMatchObject([name, length, { code: 'truncated' }]);
    }
  }
  await writeFile(inFolder('cut.mp4'), last.subarray(0, ftyp + first.length - mdat));
  expect(await measure(inFolder('cut.mp4'))).toMatchObject({
    code: 'truncated',
    message: 'the index (moov) is missing',
  });
});

test('a joined file lists its key pictures, and only those', async () => {
  const part = await clips.clip('k.mp4');
  await joinVideos([part, part], inFolder('kk.mp4'));
  const bytes = await readFile(inFolder('kk.mp4'));
  const list = bytes.indexOf('stss');
  const keys = Array.from({ length: bytes.readUInt32BE(list + 8) }, (_, i) => bytes.readUInt32BE(list + 12 + 4 * i));
  // 24 pictures a second, a key picture every two seconds, parts of 3 s; counted from 1.
  expect(keys).toEqual([1, 49, 73, 121]);
});

test('joined videos have the packets of all parts, in order, and their summed length', async () => {
  const parts = [await clips.clip('d.mp4'), await clips.clip('e.mp4', { seconds: 5 }), await clips.clip('f.mp4')];
  expect(await joinVideos(parts, inFolder('def.mp4'))).toEqual({ ok: true, seconds: 11 });
  expect(await measure(inFolder('def.mp4'))).toMatchObject({ ok: true, seconds: 11, width: 160, height: 90 });
  const whole = await readFile(inFolder('def.mp4'));
  const places = await Promise.all(parts.map(async (part) => whole.indexOf(pictureData(await readFile(part)))));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

/** The first packets of a file as they stand in its `mdat`: copied, not coded again. */
function pictureData(file: Buffer): Buffer {
  const mdat = file.indexOf('mdat');
  return file.subarray(mdat + 4 + 16, mdat + 4 + 400);
}

test('the same parts give the same bytes, at any time', async () => {
  const parts = [await clips.clip('g.mp4'), await clips.clip('h.mp4')];
  await joinVideos(parts, inFolder('one.mp4'));
  await joinVideos(parts, inFolder('two.mp4'));
  const one = await readFile(inFolder('one.mp4'));
  expect(one.equals(await readFile(inFolder('two.mp4')))).toBe(true);
  // Creation time 0, right behind version and flags: no wall clock in it.
  const header = one.indexOf('mvhd');
  expect(one.readUInt32BE(header + 8)).toBe(0);
});

test('a joined video can be joined again', async () => {
  const part = await clips.clip('i.mp4');
  await joinVideos([part, part], inFolder('ii.mp4'));
  expect(await joinVideos([inFolder('ii.mp4'), part], inFolder('iii.mp4'))).toEqual({ ok: true, seconds: 9 });
  expect(await measure(inFolder('iii.mp4'))).toMatchObject({ ok: true, seconds: 9 });
});

test('the part that does not fit is named', async () => {
  const good = await clips.clip('j.mp4');
  const tall = await clips.clip('tall.mp4', { width: 90, height: 160 });
  const failure = await joinVideos([good, good, tall], inFolder('never.mp4'));
  expect(failure).toMatchObject({
    ok: false,
    code: 'different',
    path: tall,
    message: expect.stringContaining('90×160'),
  });
  await writeFile(inFolder('page2.mp4'), '<html>');
  expect(await joinVideos([good, inFolder('page2.mp4')], inFolder('never.mp4'))).toMatchObject({ code: 'not-a-video' });
  expect(await joinVideos([], inFolder('never.mp4'))).toMatchObject({ ok: false, code: 'missing' });
  expect(await measure(inFolder('never.mp4'))).toMatchObject({ code: 'missing' });
});
