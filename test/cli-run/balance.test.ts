import { afterEach, expect, test } from 'vitest';
import { http, type OddServer, oddServer } from '../activities/odd-server.ts';
import { makeScene, type Scene } from '../e2e/scene.ts';

let scene: Scene;
let server: OddServer;
afterEach(async () => {
  await scene.close();
  await server.close();
});

/** What `run` prints before it would ask, at a vendor that answers its balance call so. */
async function planAt(answer: () => string | undefined, api = 'qingbo-2026-09') {
  scene = makeScene();
  server = await oddServer((request) => (request.includes('/dashboard/billing/balance') ? answer() : undefined));
  scene.write('dailies.yaml', `version: 1\naccounts: { default: { api: ${api}, base-url: "${server.url}/v1" } }\n`);
  scene.write(
    'one.yaml',
    'version: 1\nsteps: { a: { uses: generate, with: { model: skyreels-v4-fast, prompt: a } } }\n',
  );
  scene.env.WAVE_API_KEY = 'a-key-of-the-test';
  const ended = await scene.cli('run', 'one.yaml');
  // Without a terminal and without -y nothing is started.
  expect(ended.code, ended.stderr).toBe(64);
  return ended.stderr;
}

test('what is left on the account stands above the plan, and what is missing below', async () => {
  const said = await planAt(() => http(200, '{"total_available_usd":0.10}'));
  expect(said).toContain('account default · qingbo-2026-09 · $0.10 left on it · realm');
  expect(said).toMatch(/balance {3}not enough for this: \$0\.\d+ are missing/);
});

test.each([
  ['refuses', () => http(403, '{"error":{"message":"no"}}')],
  ['does not know the call', () => http(404, '<html>')],
  ['answers nonsense', () => http(200, '{"total_available_usd":"much"}')],
  ['never answers', () => undefined],
])('a vendor that %s stands in nobody’s way', async (_how, answer) => {
  const said = await planAt(answer);
  expect(said).toContain('account default · qingbo-2026-09 · realm');
  expect(said).toContain('nothing was started');
});

test('an API profile without the call is not asked', async () => {
  expect(await planAt(() => http(200, '{"total_available_usd":0.10}'), 'qingbo-seed-2026-04')).not.toContain(
    'left on it',
  );
  expect(server.requests).toEqual([]);
});
