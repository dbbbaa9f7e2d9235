// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language writes expressions so.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunDocument } from '../../cli/views/run-json.ts';
import { makeScene, type Scene } from './scene.ts';
import type { Vendor } from './vendor.ts';

const EPISODE = `version: 1
inputs: { who: { type: string } }
defaults: { with: { model: skyreels-v4-fast } }
steps:
  a: { uses: generate, with: { prompt: "\${{ inputs.who }} walks" } }
  b: { uses: generate, needs: a, with: { prompt: "\${{ inputs.who }} rests" } }
  reel: { uses: concat, with: { videos: ["\${{ steps.a.outputs.video }}", "\${{ steps.b.outputs.video }}"] } }
outputs: { film: "\${{ steps.reel.outputs.video }}" }
`;
const SEASON = `version: 1
steps:
  soft:
    uses: ./parts/episode.yaml
    continue-on-error: true
    strategy: { max-parallel: 1, matrix: { who: [fox, hero] } }
    with: { who: "\${{ matrix.who }}" }
  spare: { uses: ./parts/episode.yaml, if: failure(), needs: main, with: { who: hare } }
  main: { uses: ./parts/episode.yaml, with: { who: hero in snow } }
  reel: { uses: concat, with: { videos: "\${{ steps.soft.*.outputs.film }}" } }
  after: { uses: generate, if: "steps.soft['hero'].outputs.film != ''", with: { model: skyreels-v4-fast, prompt: after } }
outputs: { reel: "\${{ steps.reel.outputs.video }}", main: "\${{ steps.main.outputs.film }}" }
`;
let scene: Scene;
let vendor: Vendor;
beforeAll(async () => {
  scene = makeScene();
  vendor = await scene.simulator();
  scene.write('parts/episode.yaml', EPISODE);
  scene.write('season.yaml', SEASON);
}, 120_000);
afterAll(() => scene.close());

async function run(...words: readonly string[]): Promise<{ code: number | null; run: RunDocument; talk: string }> {
  const { code, stdout, stderr } = await scene.cli(...words, '--simulate', '--json');
  return { code, run: JSON.parse(stdout.trim().split('\n').at(-1) ?? ''), talk: stderr };
}

test('an episode that fails is left out or stood in for, and a retry brings it in', async () => {
  const content = { do: 'fate', status: 'failed', code: 'upstream_bad_request', message: 'refused' } as const;
  await vendor.fault({ match: { op: 'submit', prompt: 'hero' }, count: 0, action: content });
  const first = await run('run', 'season.yaml', '--speed', '100', '-y');
  expect([first.code, first.run.state], first.talk).toEqual([2, 'failed']);
  expect(first.run.nodes).toMatchObject({ done: 8, failed: 2, skipped: 4, 'not-wanted': 1 });
  expect(first.run.renders.find(({ node }) => node === 'reel')?.seconds).toBe(10);
  expect(first.talk).toMatch(/outputs {3}main {2}not made: main\/reel is skipped\n +reel {2}\S+\/reel.mp4\n/);
  expect(first.run.cost).toMatchObject({ spent: 1.87, refunded: 0.935 });

  // The use that a further render waits for is the first; with one at a time the other begins when it has ended.
  const { tasks } = await vendor.ledger();
  const [fox, hero] = ['fox walks', 'hero walks'].map((prompt) => tasks.find((task) => task.prompt === prompt));
  expect(fox?.arrivedAt).toBeGreaterThan(hero?.finishedAt ?? Number.NaN);

  await vendor.clearFaults();
  const again = await run('retry', 'season', '-y');
  expect([again.code, again.run.state], again.talk).toEqual([0, 'done']);
  expect(again.run.nodes).toMatchObject({ failed: 0, skipped: 0 });
}, 120_000);
