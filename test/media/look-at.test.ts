import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookAt } from '../../media/index.ts';
import { makeClips } from './clips.ts';
import { PIXEL_PNG, silence, silentMp3 } from './samples.ts';

let clips: Awaited<ReturnType<typeof makeClips>>;
beforeAll(async () => {
  clips = await makeClips();
});
afterAll(() => clips.remove());

async function look(content: string | Buffer) {
  const file = path.join(clips.folder, 'file.txt');
  await writeFile(file, content);
  return lookAt(file);
}

test('a file is what its bytes say, not its name', async () => {
  expect(await look(PIXEL_PNG)).toEqual({ ok: true, kind: 'png', bytes: PIXEL_PNG.length, width: 0, height: 0 });
  expect(await look(Buffer.from('ffd8ffe000104a464946', 'hex'))).toMatchObject({ kind: 'jpg' });
  expect(await look('RIFF\0\0\0\0WEBPVP8 ')).toMatchObject({ kind: 'webp' });
  expect(await look('GIF89a\0\0')).toMatchObject({ kind: 'gif' });
  expect(await look('<!doctype html>')).toMatchObject({ kind: 'text' });
  expect(await look(Buffer.alloc(20))).toMatchObject({ kind: 'unknown' });
});

test('what has a length is measured', async () => {
  expect(await look(silence(4))).toMatchObject({ ok: true, kind: 'wav', seconds: 4 });
  expect(await look(silentMp3(153))).toMatchObject({ ok: true, kind: 'mp3', seconds: expect.closeTo(4, 1) });
  const clip = await clips.clip('clip.mp4');
  await rename(clip, path.join(clips.folder, 'clip.png'));
  expect(await lookAt(path.join(clips.folder, 'clip.png'))).toMatchObject({ kind: 'mp4', seconds: 3, width: 160 });
});

test('a broken file is a failure with a code', async () => {
  expect(await look('')).toMatchObject({ ok: false, code: 'empty' });
  expect(await look('RIFF\0\0\0\0WAVE')).toMatchObject({ ok: false, code: 'not-a-sound' });
  expect(await look('ID3 and nothing else, no frame of sound at all')).toMatchObject({
    ok: false,
    code: 'not-a-sound',
  });
  expect(await lookAt(clips.folder)).toMatchObject({ ok: false, code: 'not-a-file' });
  expect(await lookAt(path.join(clips.folder, 'nowhere'))).toMatchObject({ ok: false, code: 'missing' });
});
