import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunDocument } from '../../cli/views/run-json.ts';
import { connectClient, livingEngine } from '../../engine/index.ts';
import { freePorts } from '../../engine/ports.ts';
import { openStore } from '../../store/index.ts';
import { balance } from './books.ts';
import { kill } from './processes.ts';
import { makeScene, type Scene } from './scene.ts';
import type { Vendor } from './vendor.ts';

/** Ten shots at five slots: no poll of ours can end this run in the time that it is given. */
const SHOTS = Array.from({ length: 10 }, (_, n) => `s${n + 1}`);
const PIPELINE = `version: 1
defaults: { with: { model: skyreels-v4-fast, resolution: 480p, duration: 3 } }
steps:
  shot:
    uses: generate
    strategy: { matrix: { shot: [${SHOTS.join(', ')}] } }
    with: { prompt: "called back \${{ matrix.shot }}" }
`;
const ACCOUNT = 'version: 1\naccounts: { default: { poll: { min: 60s, max: 60s } } }\n';
const REALM = (url: string) => `qingbo+127.0.0.1_${new URL(url).port}`;

let scene: Scene;
let vendor: Vendor;
beforeAll(async () => {
  scene = makeScene({ engine: 'own' });
  scene.write('dailies.yaml', ACCOUNT);
  scene.write('pipelines/called.yaml', PIPELINE);
  vendor = await scene.vendor({ speed: 1, 'task-ms': 800 });
});
afterAll(() => scene.close());

test('a run that polls once a minute ends in seconds when it is called back, also over a killed worker and a lost answer', async () => {
  const [port] = await freePorts(1);
  const address = `http://127.0.0.1:${port}/from/my/proxy`;
  const up = await scene.cli('up', '--callback', address, '--callback-port', String(port));
  expect([up.code, up.stdout], up.stderr).toEqual([0, expect.stringContaining(`callbacks: ${address}`)]);
  await vendor.fault({ match: { op: 'submit', prompt: 'called back s2' }, action: { do: 'reset', when: 'after' } });

  const sinceMs = performance.now();
  const run = scene.start('run', 'pipelines/called.yaml', '-y', '--json');
  // The first five have called, the lost one among them: a call that finds no worker is lost, and there unsure stays unsure.
  await vendor.wait('called-back', 6);
  kill(scene, 'worker');
  const { code, stdout, stderr } = await run.ended;
  expect(code, stderr).toBe(0);
  expect((JSON.parse(stdout) as RunDocument).nodes.done).toBe(SHOTS.length);
  expect(performance.now() - sinceMs).toBeLessThan(45_000);

  const realm = REALM(vendor.url);
  await balance(scene, vendor, ['called'], realm);
  expect((await vendor.stats()).polls).toBeLessThan(6 * SHOTS.length);
  const store = await openStore({ root: scene.root, realm });
  const claims = await store.claims.ofPipeline('called');
  const lost = claims.find(({ ref }) => ref.node === 'shot@s2');
  expect(lost?.created?.how, 'the task of the lost answer, named by its callback').toBe('adopted');
  expect(claims).toHaveLength(SHOTS.length);
  expect(await tokensSeen()).toEqual([]);

  expect((await scene.cli('up', '--no-callback')).stdout).not.toContain('callbacks');
  expect((await scene.cli('run', 'pipelines/called.yaml', '-y')).stderr).toContain('nothing to make, $0');
}, 90_000);

/** Where tokens stand beside the bodies that were sent: logs, histories, lock, records. */
async function tokensSeen(): Promise<readonly string[]> {
  const files = [scene.root, path.join(scene.home, 'logs')].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()),
  );
  const places = files
    .map((file) => path.join(file.parentPath, file.name))
    .filter((file) => !/bodies|\.mp4$/.test(file));
  const holding = places.filter((file) => readFileSync(file, 'latin1').includes('cb_'));
  const engine = await livingEngine({ home: scene.home, env: scene.env });
  if (engine === undefined) throw new Error('no engine');
  const client = await connectClient(engine.settings, engine.namespace);
  const store = await openStore({ root: scene.root, realm: REALM(vendor.url) });
  const latest = await store.runs.latest('called');
  const history = await client.workflow.getHandle(latest?.workflowId ?? '').fetchHistory();
  await client.connection.close();
  const events = textIn(history);
  expect(events).toContain('shot');
  return [...holding, ...(events.includes('cb_') ? ['history'] : [])];
}

/** All text of a history: payloads are bytes in it. */
function textIn(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (typeof value === 'object' && value !== null) return Object.values(value).map(textIn).join(' ');
  return String(value);
}
