import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { SubmitOutcome } from '../../plan/outcome.ts';
import { type CalledBack, callBack, SLOW } from './called-back.ts';
import { openStage, type Stage, shot } from './stage.ts';

let stage: Stage;
let called: CalledBack;
afterEach(async () => {
  await called.listener.close();
  await stage.close();
});

/** The simulator calls nobody outside of this machine, so here only the test does. */
const ELSEWHERE = 'https://studio.example/dailies';
const open = async (at?: string, account: Parameters<typeof callBack>[1] = {}, taskMs = 400) => {
  stage = await openStage({ nodes: [shot('a'), shot('b')], sim: { taskMs, cap: 20 } });
  called = await callBack(stage, { ...account, ...(at === undefined ? {} : { at }) });
};
const taskOf = (outcome: SubmitOutcome) => (outcome.kind === 'created' ? outcome.task : '');
const refOf = async (node: string) => {
  const [ref] = await stage.store.claims.ofNode('film', node);
  if (ref === undefined) throw new Error('no claim');
  return ref;
};
const sentBody = () => stage.sim.ledger().tasks[0]?.body as { readonly [field: string]: unknown };

describe('a wait that is called back', () => {
  it('ends with its task, however rarely it polls', async () => {
    await open();
    const task = taskOf(await called.activities.submit(stage.input(0)));
    expect(sentBody().callback_events).toEqual(['succeeded', 'failed']);
    expect(await called.activities.awaitTask(stage.wait(0, task))).toEqual({ kind: 'completed', cost: 102_000 });
    expect(stage.sim.stats().polls).toBeLessThanOrEqual(3);
  });

  it('hears of rendering, too, where that frees the slot', async () => {
    await open(undefined, { account: { ...SLOW, counts: 'queued' } }, 5_000);
    const task = taskOf(await called.activities.submit(stage.input(0)));
    expect(await called.activities.awaitTask(stage.wait(0, task))).toEqual({ kind: 'processing' });
    expect(sentBody().callback_events).toContain('running');
  });

  it('in another process is told through the store', async () => {
    await open();
    const task = taskOf(await called.activities.submit(stage.input(0)));
    expect(await called.elsewhere.awaitTask(stage.wait(0, task))).toMatchObject({ kind: 'completed' });
    expect(await stage.store.objects.list('hints')).toHaveLength(1);
  });

  it('asks once a second however often it is called, and ends at once when nobody wants it any more', async () => {
    const ended = new AbortController();
    await open(ELSEWHERE, { cancelled: ended.signal }, 60_000);
    const task = taskOf(await called.activities.submit(stage.input(0)));
    const token = called.tokenOf(await refOf('a'));
    const waiting = called.activities.awaitTask(stage.wait(0, task));
    await stage.sim.waitFor('polled');
    expect(await called.post(token, { task_id: task })).toBe(204);
    await stage.sim.waitFor('polled', 2);
    const sinceMs = performance.now();
    await Promise.all(Array.from({ length: 20 }, () => called.post(token, { task_id: task })));
    await stage.sim.waitFor('polled', 3);
    expect(performance.now() - sinceMs).toBeGreaterThan(700);
    ended.abort(new Error('nobody wants it'));
    await expect(waiting).rejects.toThrow('nobody wants it');
    expect(stage.sim.stats().polls).toBe(3);
  });

  it('does not ask a busy vendor before its time', async () => {
    await open(ELSEWHERE);
    const task = taskOf(await called.activities.submit(stage.input(0)));
    const answer = { do: 'answer', status: 429, headers: { 'retry-after': '2' } } as const;
    stage.sim.fault({ match: { op: 'poll' }, action: answer });
    const since = performance.now();
    const waiting = called.activities.awaitTask(stage.wait(0, task));
    await stage.sim.waitFor('completed');
    expect(await called.post(called.tokenOf(await refOf('a')), { task_id: task })).toBe(204);
    expect(await waiting).toMatchObject({ kind: 'completed' });
    expect(performance.now() - since).toBeGreaterThan(1_500);
  });
});

describe('the token', () => {
  it('is the same for a second send, and stands in the body alone', async () => {
    await open(ELSEWHERE);
    stage.sim.fault({ match: { op: 'submit' }, action: { do: 'answer', status: 400, body: { error: {} } } });
    await called.activities.submit(stage.input(0));
    await called.activities.submit(stage.input(1));
    const url = String(sentBody().callback_url);
    expect(url).toBe(`${ELSEWHERE}/${called.tokenOf(await refOf('b'))}`);
    expect(called.tokenOf(await refOf('a'))).not.toBe(called.tokenOf(await refOf('b')));
    const folder = join(stage.store.folder, 'objects');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const holding = files.filter((file) => readFileSync(join(file.parentPath, file.name), 'utf8').includes('cb_'));
    expect(new Set(holding.map((file) => file.parentPath.slice(folder.length + 1).split('/')[0]))).toEqual(
      new Set(['bodies']),
    );
  });

  it('is left out of what a vendor that refuses it says', async () => {
    await open(ELSEWHERE);
    const error = { message: `bad url: ${ELSEWHERE}/cb_${'x'.repeat(43)}`, code: 'invalid_request' };
    stage.sim.fault({ match: { op: 'submit' }, action: { do: 'answer', status: 400, body: { error } } });
    await called.activities.submit(stage.input(0));
    const settled = (await stage.store.claims.read(await refOf('a')))?.settled;
    expect(settled?.message).toBe(`bad url: ${ELSEWHERE}/cb_…`);
  });
});

describe('no callback is asked for', () => {
  it('where the writer names an address of their own: that one is sent', async () => {
    await open();
    await stage.close();
    const own = { callback_url: 'https://mine.example/hook', callback_events: ['failed'] };
    const { fields } = shot('a');
    stage = await openStage({ nodes: [shot('a', { fields: { ...(fields as object), ...own } })] });
    await called.listener.close();
    called = await callBack(stage);
    await called.activities.submit(stage.input(0));
    expect(sentBody()).toMatchObject(own);
  });

  it('where nobody listens', async () => {
    await open();
    const deaf = stage.as({
      callbacks: {
        hints: { tell: () => false, listen: () => () => {} },
        urlFor: () => undefined,
        isHeard: () => false,
      },
    });
    await deaf.submit(stage.input(0));
    expect(sentBody()).not.toHaveProperty('callback_url');
  });
});
