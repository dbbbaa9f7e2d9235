import { afterEach, expect, test } from 'vitest';
import { makeScene, type Scene } from '../e2e/scene.ts';

let scene: Scene;
afterEach(() => scene.close());

const pipeline = (resolution: string) => `version: 1
defaults: { with: { model: skyreels-v4-fast, resolution: 480p, duration: 3 } }
steps:
  draft: { uses: generate, strategy: { matrix: { look: [cool, warm] } }, with: { prompt: "\${{ matrix.look }}" } }
  choose: { uses: pick, timeout: 500ms, with: { from: [draft], on-timeout: first } }
  final: { uses: promote, strategy: { over: choose }, with: { resolution: ${resolution} } }
`;

test('a second run finds the answer that nobody gave; status and report count each node alike', async () => {
  scene = makeScene();
  await scene.simulator();
  const run = () => scene.cli('run', 'pipelines/looks.yaml', '--simulate', '-y');
  scene.write('pipelines/looks.yaml', pipeline('720p'));
  const first = await run();
  expect(first.code, first.stderr).toBe(0);
  expect((await run()).stderr).toContain('nothing to make, $0: 4 nodes current');
  scene.write('pipelines/looks.yaml', pipeline('1080p'));
  const second = await run();
  expect(second.code, second.stderr).toBe(0);
  const status = JSON.parse((await scene.cli('status', 'looks', '--simulate', '--json')).stdout);
  const report = JSON.parse((await scene.cli('report', 'looks', '--simulate', '--json')).stdout);
  expect(status.nodes).toMatchObject({ current: 3, done: 1 });
  expect(report.counts).toEqual({ current: 3, done: 1 });
}, 120_000);
