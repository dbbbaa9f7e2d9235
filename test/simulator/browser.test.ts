import type { Browser } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { CHROMIUM, launchBrowser } from '../browser.ts';
import { SHOT, withSimulator } from './client.ts';

let browser: Browser | undefined;
afterAll(() => browser?.close());

/** Plays a link and looks at frames: length, size, and the pictures at some times. */
async function look(page: Awaited<ReturnType<Browser['newPage']>>, link: string, atSeconds: number[]) {
  return page.evaluate(
    async ({ link, atSeconds }) => {
      // Runs in the page, whose globals the compiler does not know here.
      const document = Reflect.get(globalThis, 'document');
      const nextFrame = Reflect.get(globalThis, 'requestAnimationFrame');
      const video = document.createElement('video');
      const canvas = document.createElement('canvas');
      const happened = (name: string) =>
        new Promise((resolve) => video.addEventListener(name, resolve, { once: true }));
      const loaded = happened('loadeddata');
      video.src = link;
      await loaded;
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      const frames: string[] = [];
      for (const seconds of atSeconds) {
        const seeked = happened('seeked');
        video.currentTime = seconds;
        await seeked;
        // The picture of the new place is there a frame or two later.
        for (const _ of [1, 2]) await new Promise((resolve) => nextFrame(resolve));
        const context = canvas.getContext('2d');
        context.drawImage(video, 0, 0);
        frames.push(context.getImageData(0, 0, canvas.width, canvas.height).data.join(','));
      }
      return { seconds: video.duration, width: canvas.width, height: canvas.height, frames };
    },
    { link, atSeconds },
  );
}

test.skipIf(CHROMIUM === undefined)('a browser plays clip and extension: right length, moving, the parts differ', () =>
  withSimulator({}, async ({ finish, url }) => {
    browser = await launchBrowser();
    const page = await browser.newPage();
    await page.goto(`${url}/_sim/stats`);
    const clip = await finish({ ...SHOT, duration: 4 });
    const seen = await look(page, clip.link, [0.5, 2]);
    expect(seen).toMatchObject({ seconds: 4, width: 320, height: 180 });
    expect(seen.frames[0] === seen.frames[1]).toBe(false);

    const source = { tag: 's', type: 'extend', video_url: clip.link };
    const { link } = await finish({ ...SHOT, prompt: 'And then it jumps', ref_videos: [source] }, 2);
    const joined = await look(page, link, [0.5, 4.5]);
    expect(joined).toMatchObject({ seconds: 7, width: 320, height: 180 });
    expect(joined.frames[0] === seen.frames[0]).toBe(true);
    expect(joined.frames[1] === joined.frames[0]).toBe(false);
  }),
);
