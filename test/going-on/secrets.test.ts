import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectClient, livingEngine } from '../../engine/index.ts';
import type { Fault } from '../../simulator/index.ts';
import type { Ended } from '../e2e/command.ts';
import { writeNight } from '../e2e/night.ts';
import { pidOf } from '../e2e/processes.ts';
import { makeScene, type Scene } from '../e2e/scene.ts';
import type { Vendor } from '../e2e/vendor.ts';
import { listeningOf } from './listening.ts';

const KEY = 'canary-key-5f1c9e';
const STEM = 'canary-night';
let scene: Scene;
let vendor: Vendor;
let said: Ended;
let tokens: readonly string[];

beforeAll(async () => {
  scene = makeScene({ engine: 'own' });
  vendor = await scene.vendor({ speed: 100 });
  scene.env.WAVE_API_KEY = KEY;
  // A vendor that quotes the key in what it says.
  const body = { error: { code: 'invalid_request', message: `no good with ${KEY} at https://x.example/?key=${KEY}` } };
  const fault = { match: { op: 'submit', prompt: 'boat four' }, action: { do: 'answer', status: 400, body } } as const;
  await vendor.fault(fault);
  // Links that fail are talked of: in a log, and in what is kept of a file that does not come.
  const actions = [
    { do: 'reset' },
    { do: 'answer', status: 403 },
    { do: 'content', of: 'noise' },
    { do: 'cut', part: 0.5 },
  ];
  for (const action of actions) await vendor.fault({ match: { op: 'download' }, action } as Fault);
  said = await scene.cli('run', writeNight(scene, STEM), '-y', '--json');
  expect([said.code, said.stdout], said.stderr).toEqual([2, expect.stringContaining('"failed":1')]);
  expect((await scene.cli('report', STEM)).stdout).toContain('no good with …');
  tokens = await tokensOf(vendor);
}, 120_000);
afterAll(() => scene.close());

/** The secret part of each result's link. */
async function tokensOf({ url, ledger }: Vendor): Promise<readonly string[]> {
  const { tasks } = await ledger();
  const answers = await Promise.all(
    tasks.map(({ taskId }) => fetch(`${url}/v1/tasks/${taskId}`, { headers: { authorization: `Bearer ${KEY}` } })),
  );
  type View = { readonly result: { readonly videos: readonly { readonly url: string }[] } };
  const views = (await Promise.all(answers.map((answer) => answer.json()))) as View[];
  return views.flatMap((view) => new URL(view.result.videos[0]?.url ?? '').searchParams.get('token') ?? []);
}

/** Files under a folder that hold one of the texts, relative to it. */
function holding(folder: string, ...texts: readonly string[]): readonly string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file);
      return texts.some((text) => bytes.includes(text));
    })
    .map((file) => path.relative(folder, file));
}

test('the key stands in its own file, and nowhere else: no store, log, history, lock or output', () => {
  expect(holding(scene.home, KEY)).toEqual([expect.stringMatching(/^keys\/[0-9a-f]{16}$/)]);
  expect(holding(scene.root, KEY)).toEqual([]);
  expect(`${said.stdout}${said.stderr}`).not.toContain(KEY);
});

test('signed links stand only in the bodies that were sent, never in a record, log, history, lock or output', () => {
  expect(tokens.length).toBeGreaterThan(8);
  expect(holding(scene.home, ...tokens)).toEqual([]);
  const inStore = holding(scene.root, ...tokens);
  expect(inStore.filter((file) => !/^\.dailies\/store\/objects\/bodies\//.test(file))).toEqual([]);
  expect(inStore.length, 'an extend names the link of its source').toBeGreaterThan(0);
  expect(tokens.filter((token) => `${said.stdout}${said.stderr}`.includes(token))).toEqual([]);
});

test('prompts stay in the store: no history, log or title of a process shows them', async () => {
  expect(holding(scene.home, `boat one of ${STEM}`)).toEqual([]);
  expect(holding(scene.root, `boat one of ${STEM}`).length).toBeGreaterThan(0);
  for (const role of ['supervisor', 'server', 'worker'] as const) {
    const title = readFileSync(`/proc/${pidOf(scene, role)}/cmdline`, 'utf8');
    expect(title).not.toContain(KEY);
  }
});

test('histories hold task ids, and no secret: so this search would find one', async () => {
  const { tasks } = await vendor.ledger();
  const task = tasks[0]?.taskId ?? '';
  expect(holding(scene.home, task).length).toBeGreaterThan(0);
  const text = await histories();
  expect(text).toContain(task);
  for (const secret of [KEY, ...tokens, `boat one of ${STEM}`]) expect(text).not.toContain(secret);
});

test('no command that reads says a secret, as text or as JSON', async () => {
  const commands = [`status ${STEM} --json`, `report ${STEM} --json`, 'doctor', `plan pipelines/${STEM}.yaml --json`];
  for (const words of commands) {
    const { stdout, stderr } = await scene.cli(...words.split(' '));
    const found = [KEY, ...tokens].filter((secret) => `${stdout}${stderr}`.includes(secret));
    expect([words, stdout.length > 0, found]).toEqual([words, true, []]);
  }
}, 120_000);

test('what is kept is for this user alone', () => {
  const { uid } = statSync(scene.home);
  const open = [scene.home, path.join(scene.root, '.dailies')].flatMap((folder) =>
    ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]
      .map((name) => path.join(folder, name))
      .filter((file) => {
        const found = statSync(file, { throwIfNoEntry: false });
        return found !== undefined && (found.uid !== uid || (found.mode & 0o077) !== 0);
      }),
  );
  expect(open).toEqual([]);
  // For people, under their own umask: so this search would find a file that is open to others.
  expect(statSync(path.join(scene.root, 'renders', STEM)).mode & 0o077).not.toBe(0);
});

test('everything listens on this machine alone', async () => {
  const pids = (['supervisor', 'server', 'worker'] as const).map((role) => pidOf(scene, role));
  const places = [...pids, vendor.pid].flatMap(listeningOf);
  expect(places.length).toBeGreaterThanOrEqual(2);
  expect(places.filter((place) => !place.startsWith('127.0.0.1:'))).toEqual([]);
  const everywhere = createServer();
  await new Promise<void>((resolve) => everywhere.listen(0, '0.0.0.0', resolve));
  expect(listeningOf(process.pid).filter((place) => place.startsWith('0.0.0.0:'))).toHaveLength(1);
  everywhere.close();
});

/** Every payload of every history, as text. */
async function histories(): Promise<string> {
  const engine = await livingEngine({ home: scene.home, env: scene.env });
  if (engine === undefined) throw new Error('no engine');
  const client = await connectClient(engine.settings, engine.namespace);
  const texts: string[] = [];
  for await (const { workflowId, runId } of client.workflow.list()) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    JSON.stringify(history, (_, value: unknown) => {
      if (typeof value === 'string') texts.push(value, Buffer.from(value, 'base64').toString('latin1'));
      if (value instanceof Uint8Array) texts.push(Buffer.from(value).toString('latin1'));
      return value;
    });
  }
  await client.connection.close();
  return texts.join('\n');
}
