import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunDocument } from '../../cli/views/run-json.ts';
import { balance, summary } from './books.ts';
import { makeScene, type Scene } from './scene.ts';
import type { Vendor } from './vendor.ts';

// The pipelines that show fields of the vendor's page, one after the other in one scene.
const FILES = ['ab-prompt-optimizer', 'character-series', 'bridges', 'lip-sync'];
let scene: Scene;
let vendor: Vendor;

beforeAll(async () => {
  scene = makeScene({ pipelines: [...FILES.map((name) => `${name}.yaml`), 'stills.csv', 'lines.csv'] });
  vendor = await scene.simulator({ extend: 'segment-only' });
});
afterAll(() => scene.close());

async function run(name: string): Promise<{ readonly code: number | null; readonly run: RunDocument }> {
  const options = ['--simulate', '--speed', '100', '-y', '--json'];
  const { code, stdout, stderr } = await scene.cli('run', `pipelines/${name}.yaml`, ...options);
  expect(stdout.trim().split('\n'), stderr).toHaveLength(1);
  return { code, run: JSON.parse(stdout) };
}

/** The bodies that were sent since the last look, in the order of their prompts. */
let seen = 0;
async function bodies(): Promise<readonly Record<string, unknown>[]> {
  const { tasks } = await vendor.ledger();
  const sent = tasks.slice(seen).map(({ body }) => Object(body));
  seen = tasks.length;
  return sent.sort((a, b) => (String(a.prompt) < String(b.prompt) ? -1 : 1));
}

test('ab-prompt-optimizer sends each shot with the optimizer and without it, and asks which', async () => {
  const { code, run: document } = await run('ab-prompt-optimizer');
  expect(code).toBe(75);
  expect(document).toMatchObject({ state: 'asking', nodes: { done: 4, asking: 2 } });
  const sent = await bodies();
  const told = sent.map(({ prompt, prompt_optimizer }) => `${String(prompt).slice(0, 8)} ${prompt_optimizer}`);
  expect(told.sort()).toEqual(['a kettle false', 'a kettle true', 'an empty false', 'an empty true']);
  expect(document.renders.map(({ node }) => node).sort()[0]).toBe('draft@kettle--false');
}, 120_000);

test('character-series sends the portrait, the grid and its music with every scene', async () => {
  const { code, run: document } = await run('character-series');
  expect([code, document.nodes.done]).toEqual([0, 3]);
  const sent = await bodies();
  expect(sent).toHaveLength(3);
  for (const body of sent) {
    expect(body).toMatchObject({ action: 'reference_audio', duration: 5, prompt_optimizer: true });
    expect(body).not.toHaveProperty('aspect_ratio');
    expect(body.ref_images).toMatchObject([
      { tag: 'char', type: 'image', image_urls: [expect.stringContaining('portrait')] },
      { tag: 'style', type: 'grid', image_urls: { length: 3 }, audio_url: expect.stringContaining('theme.mp3') },
    ]);
  }
  // Three scenes of 5 s in the standard column: images and audio are no video reference.
  expect(document.cost.spent).toBe(3 * 0.34);
}, 120_000);

test('bridges lead from each still to the next, and are joined in order', async () => {
  const { code, run: document } = await run('bridges');
  expect([code, document.nodes.done]).toEqual([0, 4]);
  const frames = (await bodies()).map(({ action, first_frame_image, last_frame_image }) => {
    return `${action} ${still(first_frame_image)} ${still(last_frame_image)}`;
  });
  const steps = ['door hall', 'hall stairs', 'stairs roof'].map((pair) => `first_last_frame ${pair}`);
  expect(frames.sort()).toEqual(steps);
  const [walk] = document.renders.filter(({ node }) => node === 'walk');
  expect(walk?.seconds).toBeCloseTo(12, 1);
}, 120_000);

test('lip-sync binds each row’s voice to its face and takes its length', async () => {
  const { code, run: document } = await run('lip-sync');
  expect([code, document.nodes.done]).toEqual([0, 4]);
  const lines = (await bodies()).map(({ action, duration, ref_images }) => {
    const [speaker] = JSON.parse(JSON.stringify(ref_images));
    return `${action} ${duration} ${speaker.image_urls[0].split('/').at(-1)} ${speaker.audio_url.split('/').at(-1)}`;
  });
  expect(lines.sort()).toEqual([
    'reference_audio 4 ben.jpg ben-1.wav',
    'reference_audio 5 anna.jpg anna-2.wav',
    'reference_audio 6 anna.jpg anna-1.wav',
  ]);
  const again = await run('lip-sync');
  expect(again.run).toMatchObject({ state: 'done', cost: { planned: 0, spent: 0 } });
  expect(await bodies()).toEqual([]);
  summary('page pipelines', await balance(scene, vendor, FILES));
}, 120_000);

test('what finished links show decides how long a chain may be', async () => {
  const links = ['one', 'two', 'three'].map((id) => `{ id: ${id}, prompt: on }`);
  const write = (count: number) =>
    scene.write(
      'pipelines/long.yaml',
      `version: 1
defaults: { with: { model: skyreels-v4-fast, resolution: 480p, duration: 15, prompt: a road } }
steps:
  shot: { uses: generate }
  road: { uses: chain, with: { from: "\${{ steps.shot }}", duration: 15, links: [${links.slice(0, count).join(', ')}] } }
`,
    );
  write(3);
  // By the page's words the new video is appended to the source; nothing is known of this vendor yet.
  const refused = await scene.cli('plan', 'pipelines/long.yaml', '--simulate');
  expect([refused.code, refused.stderr]).toEqual([65, expect.stringContaining('would need a source of 45 s')]);
  write(1);
  const first = await run('long');
  expect([first.code, first.run.nodes.done]).toEqual([0, 2]);
  // Its file holds the new segment only: so far as that goes, chains are as long as one likes.
  write(3);
  const more = await scene.cli('plan', 'pipelines/long.yaml', '--simulate', '--json');
  expect([more.code, JSON.parse(more.stdout).nodes.map(({ id }: { id: string }) => id)]).toEqual([
    0,
    ['shot', 'road--one', 'road--two', 'road--three'],
  ]);
  await bodies();
}, 120_000);

test('what another generation of the API cannot say is told before anything is paid', async () => {
  const { code, stdout } = await scene.cli('validate', 'pipelines/lip-sync.yaml', '--api', 'qingbo-2026-09');
  expect([code, stdout]).toEqual([65, expect.stringContaining('tags begin with @')]);
  const plan = ['plan', 'pipelines/bridges.yaml', '--simulate', '--json', '--api'];
  const [by, other] = await Promise.all(['simulator', 'qingbo-2026-09'].map((api) => scene.cli(...plan, api)));
  expect(by?.code).toBe(other?.code);
  const states = (text = '') => JSON.stringify(JSON.parse(text).nodes);
  expect(states(other?.stdout)).toBe(states(by?.stdout));
}, 120_000);

function still(url: unknown): string {
  return String(url).split('/').at(-1)?.replace('.png', '') ?? '';
}
