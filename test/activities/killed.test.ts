import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, type StageOptions, shot } from './stage.ts';
import type { Point } from './submit-child.ts';

let folder = '';
let stage: Stage;
let child: ChildProcess | undefined;

beforeAll(async () => {
  // Below node_modules, so that the built process finds the packages.
  const cache = join(process.cwd(), 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  folder = await mkdtemp(join(cache, 'dailies-submit-child-'));
  const entry = join(process.cwd(), 'test/activities/submit-child.ts');
  const output = { entryFileNames: 'child.mjs' };
  await build({
    ...{ logLevel: 'silent', configFile: false },
    build: { ssr: entry, outDir: folder, target: 'node20', rollupOptions: { output } },
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(async () => {
  await kill();
  await stage.close();
});

const open = async (onAmbiguous: 'hold' | 'same-key', options: StageOptions = {}) => {
  stage = await openStage({ nodes: [shot('a', { onAmbiguous })], ...options });
  return stage;
};

/** Starts a process that submits node 0; `lines` are what it says. */
function start(point: Point) {
  const args = JSON.stringify({ input: stage.input(0), baseUrl: stage.sim.apiUrl, point });
  const started = spawn(process.execPath, [join(folder, 'child.mjs'), args], { stdio: ['pipe', 'pipe', 'inherit'] });
  child = started;
  return createInterface({ input: started.stdout })[Symbol.asyncIterator]();
}

async function kill() {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function killAt(point: Point) {
  expect((await start(point).next()).value).toBe('reached');
  await kill();
}

const accepted = () => stage.sim.ledger().tasks;

describe('kill -9 of a process in the middle of a submit', () => {
  it('before the claim: proven not sent, and the next attempt pays', async () => {
    const { activities, input } = await open('hold');
    await killAt('claim');
    expect(await activities.recover(input(0))).toMatchObject({ kind: 'not-sent', code: 'NOT_SENT', attempt: 1 });
    expect(await activities.submit(input(0))).toMatchObject({ kind: 'created', attempt: 2 });
    expect(accepted()).toHaveLength(1);
  });

  it('between claim and POST: unsure at once, since its owner is dead for sure, and nothing is sent', async () => {
    const { activities, input } = await open('hold');
    await killAt('send');
    const before = Date.now();
    expect(await activities.recover(input(0))).toMatchObject({ kind: 'unsure', reserved: 102_000 });
    expect(Date.now() - before).toBeLessThan(5_000);
    expect(accepted()).toHaveLength(0);
  });

  it('between claim and POST, where keys are honoured: sent again, one task', async () => {
    const { activities, input } = await open('same-key');
    await killAt('send');
    expect(await activities.recover(input(0))).toMatchObject({ kind: 'created', attempt: 1 });
    expect(accepted()).toHaveLength(1);
  });

  it.each(['hold', 'same-key'] as const)('after acceptance, before the answer, with %s: one task', async (how) => {
    const { activities, input, sim } = await open(how);
    sim.fault({ match: { op: 'submit' }, action: { do: 'hold', when: 'after' } });
    start('none');
    expect(await sim.waitFor('held')).toBe(true);
    await kill();
    const outcome = await activities.recover(input(0));
    const task = accepted()[0]?.taskId;
    expect(outcome).toMatchObject(how === 'hold' ? { kind: 'unsure' } : { kind: 'created', task });
    expect(accepted()).toHaveLength(1);
  });

  it('on another machine, of which nobody can say that it is dead: waited for, then unsure, and nothing is sent', async () => {
    const { as, input, store } = await open('hold');
    await killAt('send');
    const elsewhere = {
      ...store,
      claims: {
        ...store.claims,
        attempts: async (...ask: Parameters<typeof store.claims.attempts>) =>
          (await store.claims.attempts(...ask)).map((state) =>
            state.claim.kind === 'void'
              ? state
              : { ...state, claim: { ...state.claim, owner: { ...state.claim.owner, host: 'elsewhere' } } },
          ),
      },
    };
    let [looks, laterMs] = [0, 0];
    const wallMs = () => {
      looks += 1;
      if (looks > 3) laterMs = 71_000;
      return Date.now() + laterMs;
    };
    const clock = { wallMs, monotonicMs: () => performance.now(), bootMs: () => performance.now() };
    const outcome = await as({ storeOf: async () => elsewhere, clock }).recover(input(0));
    expect(outcome).toMatchObject({ kind: 'unsure', reserved: 102_000 });
    expect(looks, 'looked until the deadline was past').toBeGreaterThan(3);
    expect(accepted()).toHaveLength(0);
  });

  it('after the answer is written down: its task is adopted', async () => {
    const { activities, input, store } = await open('hold');
    await killAt('index');
    const task = accepted()[0]?.taskId ?? '';
    expect(await activities.recover(input(0))).toMatchObject({ kind: 'created', task });
    const [ref] = await store.claims.ofNode('film', 'a');
    expect(ref !== undefined && (await store.claims.claimTask('acc', task, ref))).toBe(true);
  });
});

describe('a process that only seemed dead', () => {
  it('finds its claim void when it wakes up, and sends nothing', async () => {
    const { activities, input } = await open('hold');
    const lines = start('claim');
    expect((await lines.next()).value).toBe('reached');
    child?.kill('SIGSTOP');
    expect(await activities.recover(input(0))).toMatchObject({ kind: 'not-sent' });
    child?.kill('SIGCONT');
    child?.stdin?.write('go\n');
    expect(JSON.parse((await lines.next()).value)).toMatchObject({ kind: 'not-sent' });
    expect(accepted()).toHaveLength(0);
  });

  it('is waited for while it may be answered, and its task is adopted', async () => {
    const { as, input, sim, store } = await open('hold');
    sim.fault({ match: { op: 'submit' }, action: { do: 'hold', when: 'after' } });
    const lines = start('none');
    expect(await sim.waitFor('held')).toBe(true);
    // It looks for the answer again and again: released only then, a recovery that does not wait is seen.
    let looked: () => void = () => undefined;
    const second = new Promise<void>((resolve) => (looked = resolve));
    let looks = 0;
    const read = async (ref: Parameters<typeof store.claims.read>[0]) => {
      looks += 1;
      if (looks > 1) looked();
      return store.claims.read(ref);
    };
    const watched = { ...store, claims: { ...store.claims, read } };
    const recovered = as({ storeOf: async () => watched }).recover(input(0));
    await second;
    sim.release();
    const own = JSON.parse((await lines.next()).value);
    expect(own).toMatchObject({ kind: 'created', task: accepted()[0]?.taskId });
    expect(await recovered).toMatchObject({ kind: 'created', task: own.task });
    expect(accepted()).toHaveLength(1);
  });
});
