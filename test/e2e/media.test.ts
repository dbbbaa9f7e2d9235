import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measure } from '../../media/index.ts';
import { ACCESS, hasS3Server, SECRET, startS3Server } from '../activities/s3-server.ts';
import { PIXEL_PNG } from '../media/samples.ts';
import { balance } from './books.ts';
import { makeScene, type Scene } from './scene.ts';
import { simulate } from './simulated.ts';
import type { Vendor } from './vendor.ts';

/** A still from a URL, one from the project, and what is made of them. */
function writeStills(scene: Scene, url: string): void {
  scene.write('pipelines/frames/a.png', '');
  writeFileSync(path.join(scene.root, 'pipelines/frames/a.png'), PIXEL_PNG);
  scene.write(
    'pipelines/stills.yaml',
    `version: 1
defaults: { with: { model: skyreels-v4-fast, resolution: 480p, duration: 3 } }
steps:
  web: { uses: fetch, with: { url: "${url}" } }
  still: { uses: fetch, with: { path: ./frames/a.png } }
  shot: { uses: generate, with: { prompt: it moves, first_frame_image: "\${{ steps.still.outputs.file }}" } }
  local: { uses: generate, with: { prompt: it moves too, first_frame_image: ./frames/a.png } }
  longer: { uses: chain, with: { from: "\${{ steps.web }}", model: skyreels-v4-fast, links: [{ id: on, prompt: it goes on }] } }
`,
  );
}

const SHORT = `version: 1
defaults: { with: { model: skyreels-v4-fast, resolution: 480p } }
steps:
  start: { uses: generate, with: { prompt: a walk begins, duration: 4 } }
  walk: { uses: chain, with: { from: "\${{ steps.start }}", tail: 2s, links: [{ id: on, prompt: it goes on, duration: 3 }] } }
  film: { uses: concat, with: { videos: "\${{ steps.walk.outputs.video }}" } }
`;

let scene: Scene;
let vendor: Vendor;
beforeAll(async () => {
  scene = makeScene({ pipelines: ['long-chain.yaml', 'fast-draft.yaml'] });
  vendor = await scene.simulator();
});
afterAll(() => scene.close());

const filmIn = (folder: string) => measure(path.join(scene.root, folder, 'film.mp4'));

test('a chain goes on past 30 s by its tail, and its film is whole', async () => {
  const { code, run } = await simulate(scene, 'pipelines/long-chain.yaml');
  expect([code, run.nodes.done]).toEqual([0, 5]);
  expect(await filmIn('.dailies/simulated/renders/long-chain')).toMatchObject({
    ...{ ok: true, container: 'mp4', codec: 'avc', seconds: expect.closeTo(55, 1) },
  });
  const { tasks } = await vendor.ledger();
  const sources = tasks.map(({ body }) => JSON.stringify(body).match(/\/(uploads|files)\//)?.[1]);
  expect(sources).toEqual([undefined, 'uploads', 'uploads', 'uploads']);
  const again = await simulate(scene, 'pipelines/long-chain.yaml');
  expect(again.run).toMatchObject({ nodes: { current: 5, done: 0 }, cost: { planned: 0 } });
}, 120_000);

test('local and fetched files are media; a changed file is another shot', async () => {
  await simulate(scene, 'pipelines/fast-draft.yaml');
  const { records } = await balance(scene, vendor, ['long-chain', 'fast-draft']);
  const task = records.find(({ pipeline }) => pipeline === 'fast-draft')?.task ?? '';
  writeStills(scene, await linkOf(task));
  const { code, run, stderr } = await simulate(scene, 'pipelines/stills.yaml');
  expect([code, run.nodes.done], stderr).toEqual([0, 5]);
  expect(scene.has('.dailies/simulated/renders/stills/still.png')).toBe(true);
  const sent = (await vendor.ledger()).tasks.slice(-3).map(({ body }) => JSON.stringify(body));
  expect(sent.every((body) => body.includes('/uploads/'))).toBe(true);

  writeFileSync(path.join(scene.root, 'pipelines/frames/a.png'), Buffer.concat([PIXEL_PNG, Buffer.from('more')]));
  const changed = await simulate(scene, 'pipelines/stills.yaml');
  expect(changed.stderr).toContain('stale');
  expect(changed.run.nodes).toMatchObject({ current: 2, done: 3 });
}, 120_000);

test.skipIf(!hasS3Server)(
  'with a bucket each tail is published once, and no secret is told',
  async () => {
    const s3 = await startS3Server();
    try {
      await scene.vendor();
      const host = `media-host: { kind: s3, bucket: ${s3.bucket}, endpoint: "${s3.endpoint}" }\n`;
      scene.write('dailies.yaml', `${scene.read('dailies.yaml')}${host}`);
      scene.write('pipelines/short.yaml', SHORT);
      const refused = await scene.cli('run', 'pipelines/short.yaml', '-y');
      expect([refused.code, refused.stderr]).toEqual([78, expect.stringContaining('AWS_ACCESS_KEY_ID')]);
      Object.assign(scene.env, { AWS_ACCESS_KEY_ID: ACCESS, AWS_SECRET_ACCESS_KEY: SECRET });
      const { code, stdout, stderr } = await scene.cli('run', 'pipelines/short.yaml', '-y', '--json');
      expect([code, JSON.parse(stdout).nodes.done], stderr).toEqual([0, 3]);
      expect(await filmIn('renders/short')).toMatchObject({ ok: true, seconds: expect.closeTo(7, 1) });
      expect(readdirSync(path.join(s3.folder, 'dailies'))).toHaveLength(1);
      expect(holding(scene.home, SECRET)).toEqual([expect.stringMatching(/^keys\/media-host-/)]);
      expect(holding(scene.root, SECRET)).toEqual([]);
      // A presigned link stands in the body that was sent, and nowhere else.
      const signed = [...holding(scene.home, 'X-Amz-Signature'), ...holding(scene.root, 'X-Amz-Signature')];
      expect(signed).toEqual([expect.stringContaining('/bodies/')]);
    } finally {
      await s3.close();
    }
  },
  120_000,
);

async function linkOf(task: string): Promise<string> {
  const answer = await fetch(`${vendor.url}/v1/tasks/${task}`, { headers: { authorization: 'Bearer simulated' } });
  const text = await answer.text();
  return JSON.parse(text).result.videos[0].url;
}

/** Files under a folder that hold a text, relative to it. */
function holding(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text))
    .map((file) => path.relative(folder, file));
}
