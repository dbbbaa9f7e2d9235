import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepFiles } from '../../cli/session/keep-files.ts';
import { mediaLooker } from '../../cli/session/media-looker.ts';
import { load } from '../../language/index.ts';
import type { Plan } from '../../plan/plan.ts';
import { openStore } from '../../store/index.ts';
import { PIXEL_PNG } from '../media/samples.ts';
import { sha256 } from './load-file.ts';

const PIXEL = createHash('sha256').update(PIXEL_PNG).digest('hex');
let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'dailies-local-media-'));
  mkdirSync(path.join(root, 'pipelines', 'frames'), { recursive: true });
  writeFileSync(path.join(root, 'pipelines', 'frames', 'a.png'), PIXEL_PNG);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** As commands do: typed in the project's root, the pipeline below it. */
async function planOf(...steps: readonly string[]): Promise<Plan> {
  const text = `version: 1\ndefaults: { with: { model: skyreels-v4-fast, prompt: a still } }\nsteps:\n${steps.join('\n')}\n`;
  writeFileSync(path.join(root, 'pipelines', 'film.yaml'), text);
  const { plan, problems } = await load('pipelines/film.yaml', {
    readBytes: (name) => readFile(path.join(root, name)),
    ...{ planFile: 'pipelines/film.yaml', inputs: {}, api: 'qingbo-seed-2026-04', sha256 },
    media: { host: true, lookAt: mediaLooker(root, root) },
  });
  if (plan === undefined) throw new Error(JSON.stringify(problems));
  return plan;
}

test('a local file stands in the plan by its sha256, wherever it is named', async () => {
  writeFileSync(path.join(root, 'pipelines', 'looks.csv'), 'id,face\na,./frames/../frames/a.png\n');
  const plan = await planOf(
    '  still: { uses: generate, with: { first_frame_image: ./frames/a.png } }',
    '  again: { uses: promote, with: { from: "${{ steps.still }}", last_frame_image: frames/a.png } }',
    '  series:',
    '    uses: generate',
    '    strategy: { matrix: { look: { from: looks.csv, key: id } } }',
    '    with: { ref_images: [{ tag: hero, type: image, image_urls: ["${{ matrix.look.face }}"] }] }',
  );
  const held = `sha256:${PIXEL}`;
  expect(plan.nodes.map(({ fields }) => fields)).toMatchObject([
    { first_frame_image: held },
    { last_frame_image: held },
    { ref_images: [{ image_urls: [held] }] },
  ]);
  expect(plan.files).toEqual({ [PIXEL]: 'pipelines/frames/a.png' });
});

test('a plan without local files says nothing of any', async () => {
  const plan = await planOf('  shot: { uses: generate, with: { first_frame_image: "https://example.com/a.png" } }');
  expect(plan).not.toHaveProperty('files');
});

test('a run works with the bytes that were planned', async () => {
  const plan = await planOf('  still: { uses: generate, with: { first_frame_image: ./frames/a.png } }');
  const store = await openStore({ root, realm: 'simulator' });
  await keepFiles(store, plan);
  expect(await readFile((await store.media.path(PIXEL)) ?? '')).toEqual(PIXEL_PNG);
  writeFileSync(path.join(root, 'pipelines', 'frames', 'a.png'), 'another picture');
  // It is in the store already.
  await keepFiles(store, plan);
  const elsewhere = await openStore({ root, realm: 'qingbo' });
  await expect(keepFiles(elsewhere, plan)).rejects.toMatchObject({ exit: 65 });
  rmSync(path.join(root, 'pipelines', 'frames', 'a.png'));
  await expect(keepFiles(elsewhere, plan)).rejects.toMatchObject({ exit: 65 });
});
