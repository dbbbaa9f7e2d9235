import { afterEach, expect, test } from 'vitest';
import { makeScene, type Scene } from '../e2e/scene.ts';

let scene: Scene;
afterEach(() => scene.close());

const ACCOUNTS = `version: 1
accounts:
  default: { base-url: http://127.0.0.1:9/v1 }
  studio: { base-url: http://127.0.0.1:10/v1, api: qingbo-2026-09 }
`;
const pipeline = (account: string) => `version: 1
${account}
steps:
  a: { uses: generate, with: { model: skyreels-v4-fast, prompt: a } }
  walk: { uses: chain, with: { from: "\${{ steps.a }}", links: [{ id: on, prompt: on }] } }
`;

test('a pipeline is checked and planned for the account that it names', async () => {
  scene = makeScene();
  scene.write('dailies.yaml', ACCOUNTS);
  scene.write('own.yaml', pipeline(''));
  scene.write('studio.yaml', pipeline('account: studio'));
  scene.write('none.yaml', pipeline('account: nobody'));
  expect((await scene.cli('validate', 'own.yaml')).code).toBe(0);
  const plan = await scene.cli('plan', 'own.yaml');
  expect(plan.stdout).toContain('account default · qingbo-seed-2026-04 · realm qingbo+127.0.0.1_9\n');
  // Its API profile has no extensions.
  const studio = await scene.cli('validate', 'studio.yaml');
  expect(studio.code).toBe(65);
  expect(studio.stdout).toContain('the API profile qingbo-2026-09 has no field ref_videos');
  const here = await scene.cli('plan', 'studio.yaml', '--api', 'qingbo-seed-2026-04');
  expect(here.stdout).toContain('account studio · qingbo-seed-2026-04 · realm qingbo+127.0.0.1_10\n');
  for (const command of ['validate', 'plan']) {
    const none = await scene.cli(command, 'none.yaml');
    expect(none.code).toBe(78);
    expect(none.stderr).toContain('dailies.yaml has no account "nobody"');
  }
});
