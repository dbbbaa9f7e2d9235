import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectClient, livingEngine } from '../../engine/index.ts';
import type { AccountView } from '../../plan/account-view.ts';
import { QUERY_ACCOUNT } from '../../plan/recorded-names.ts';
import { balance } from '../e2e/books.ts';
import { makeScene, type Scene } from '../e2e/scene.ts';
import type { Vendor } from '../e2e/vendor.ts';

// A real vendor as far as the CLI knows: a simulator of its own, with a key.
let scene: Scene;
let vendor: Vendor;
let realm: string;
const stems = new Set<string>();
const shots = (stem: string, count: number, budget = '') => {
  stems.add(stem);
  const list = Array.from({ length: count }, (_, at) => `s${at}`).join(', ');
  const head = `version: 1\n${budget}defaults: { with: { model: skyreels-v4-fast, resolution: 480p, duration: 3 } }\n`;
  const step = `  shot:\n    uses: generate\n    strategy: { matrix: { shot: [${list}] } }\n`;
  scene.write(`${stem}.yaml`, `${head}steps:\n${step}    with: { prompt: "${stem} \${{ matrix.shot }}" }\n`);
  return `${stem}.yaml`;
};
/** The books of all, and what of them is one pipeline's. */
const booksOf = async (...wanted: readonly string[]) => {
  const { records, unsure } = await balance(scene, vendor, [...stems], realm);
  const own = records.filter(({ pipeline }) => wanted.includes(pipeline));
  return { unsure, done: own.length, accounts: [...new Set(own.map(({ account }) => account))] };
};
const letIn = async (...keys: readonly string[]) => {
  const answer = await fetch(`${vendor.url}/_sim/settings`, { method: 'POST', body: JSON.stringify({ keys }) });
  expect(answer.status).toBe(200);
};
const isDone = ({ code, stdout, stderr }: { code: number | null; stdout: string; stderr: string }) =>
  expect([code, JSON.parse(stdout || '{}').state], stderr).toEqual([0, 'done']);

beforeAll(async () => {
  scene = makeScene();
  vendor = await scene.vendor({ speed: 100, 'task-ms': 50_000 });
  realm = `qingbo+127.0.0.1_${new URL(vendor.url).port}`;
  scene.env.WAVE_API_KEY = 'first';
});
afterAll(() => scene.close());

describe('a key that is changed in mid-run', () => {
  test('pauses the run; resume goes on with the new one, under the same account, and nothing is paid twice', async () => {
    await letIn('first');
    const third = await vendor.upcoming('accepted', 3);
    const run = scene.start('run', shots('keys', 8), '-y', '--json');
    await third();
    await letIn('second=first', 'third');
    const paused = await run.ended;
    expect([paused.code, paused.stderr]).toEqual([77, expect.stringContaining('dailies resume')]);

    scene.env.WAVE_API_KEY = 'wrong';
    expect((await scene.cli('resume')).code, 'a key that is refused, too').toBe(77);
    scene.env.WAVE_API_KEY = 'third';
    const again = await scene.cli('run', 'keys.yaml', '-y');
    expect([again.code, again.stderr]).toEqual([75, expect.stringContaining('dailies resume keys')]);
    const foreign = await scene.cli('resume');
    expect([foreign.code, foreign.stderr]).toEqual([77, expect.stringContaining('does not know task')]);

    scene.env.WAVE_API_KEY = 'second';
    isDone(await scene.cli('resume', '--json'));
    const books = await booksOf('keys');
    expect(books).toMatchObject({ done: 8, unsure: 0 });
    expect((await vendor.ledger()).tasks).toHaveLength(8);
    expect(books.accounts).toHaveLength(1);

    isDone(await scene.cli('run', shots('after', 2), '-y', '--json'));
    expect((await booksOf('after')).accounts, 'one account, one cap').toEqual(books.accounts);
  }, 120_000);

  test('need not be set to resume: the home knows it', async () => {
    scene.env.WAVE_API_KEY = 'second';
    const first = await vendor.upcoming('accepted');
    expect((await scene.cli('run', shots('unset', 6), '-y', '--detach')).code).toBe(75);
    await first();
    scene.env.WAVE_API_KEY = '';
    isDone(await scene.cli('resume', 'unset', '--json'));
    expect((await scene.cli('run', shots('another', 1), '-y')).code, 'a new run needs one').toBe(78);
  }, 120_000);
});

test('a limit that is changed in dailies.yaml reaches an account that is at work', async () => {
  scene.env.WAVE_API_KEY = 'second';
  const full = await vendor.upcoming('accepted', 5);
  expect((await scene.cli('run', shots('limit', 12), '-y', '--detach')).code).toBe(75);
  await full();
  const before = scene.read('dailies.yaml');
  scene.write('dailies.yaml', before.replace('default: {', 'default: { limit: 2,'));
  isDone(await scene.cli('resume', 'limit', '--json'));
  expect((await accountView()).limit).toBe(2);
  scene.write('dailies.yaml', before);
  isDone(await scene.cli('run', shots('wider', 2), '-y', '--json'));
  expect((await accountView()).limit).toBe(5);
}, 120_000);

async function accountView(): Promise<AccountView> {
  const { accounts } = await booksOf('limit');
  const engine = await livingEngine({ home: scene.home, env: scene.env });
  if (engine === undefined) throw new Error('no engine');
  const client = await connectClient(engine.settings, engine.namespace);
  try {
    return await client.workflow.getHandle(`account/${accounts[0]}`).query<AccountView>(QUERY_ACCOUNT);
  } finally {
    await client.connection.close();
  }
}

test('a run that waits for money goes on when its budget is raised and it is run again', async () => {
  const file = shots('money', 6, 'budget: { limit: 0.50 }\n');
  const paused = await scene.cli('run', file, '-y', '--json');
  expect([paused.code, JSON.parse(paused.stdout).state], paused.stderr).toEqual([4, 'paused']);
  expect((await booksOf('money')).done).toBe(2);
  shots('money', 6, 'budget: { limit: 0.90 }\n');
  const again = await scene.cli('run', file, '-y', '--json');
  expect([again.code, again.stderr]).toEqual([4, expect.stringContaining('money#1 is open with the same plan')]);
  expect((await booksOf('money')).done).toBe(4);
  shots('money', 6);
  isDone(await scene.cli('run', file, '-y', '--json'));
  expect((await booksOf('money')).done).toBe(6);
}, 120_000);
