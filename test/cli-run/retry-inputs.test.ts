import { afterEach, expect, test } from 'vitest';
import { makeScene, type Scene } from '../e2e/scene.ts';

let scene: Scene;
afterEach(() => scene.close());

const PIPELINE = `version: 1
inputs: { city: { type: string, default: Lisbon }, seconds: { type: number, default: 5 } }
defaults: { with: { model: skyreels-v4-fast, resolution: 480p } }
steps:
  shot:
    uses: generate
    strategy: { matrix: { what: [boats, nets] } }
    with: { prompt: "\${{ matrix.what }} of \${{ inputs.city }}", duration: "\${{ inputs.seconds }}" }
`;

test('retry asks for what failed with the inputs that the run was started with', async () => {
  scene = makeScene();
  scene.write('pipelines/trip.yaml', PIPELINE);
  const vendor = await scene.simulator();
  const refused = { status: 'failed', code: 'upstream_bad_request', message: 'refused by moderation' } as const;
  await vendor.fault({ match: { op: 'submit', prompt: 'nets' }, count: 0, action: { do: 'fate', ...refused } });
  const typed = ['pipelines/trip.yaml', '--simulate', '-y', '-i', 'city=Porto', '-i', 'seconds=3'];
  const first = await scene.cli('run', ...typed);
  expect(first.code, first.stderr).toBe(2);
  await vendor.clearFaults();
  const again = await scene.cli('retry', 'trip', '--simulate', '-y');
  expect(again.code, again.stderr).toBe(0);
  const { tasks } = await vendor.ledger();
  expect(tasks.map(({ prompt }) => prompt).sort()).toEqual(['boats of Porto', 'nets of Porto', 'nets of Porto']);
  expect((await scene.cli('run', ...typed)).stderr).toContain('nothing to make, $0: 2 nodes current');
}, 120_000);
