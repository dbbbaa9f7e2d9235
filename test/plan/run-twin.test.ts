import { describe, expect, test } from 'vitest';
import { renders, skeletonOf } from '../../sim/sketch.ts';
import { drive, short } from './driver.ts';

const LIFE_MS = 1_000_000;

function withTwin(count: number, limit = 1_000) {
  const run = drive(skeletonOf(renders(count), { limit, onExceed: 'pause' }));
  run.start();
  run.lease({ granted: 2, limit: 2, keep: 2 });
  const untilMs = run.now() + LIFE_MS;
  const twin = { reserved: 100, untilMs };
  const next = run.submitted(0, { kind: 'created', task: 't0', reserved: 100, acceptedAtMs: run.now(), twin });
  return { run, twin, next };
}
const money = (run: ReturnType<typeof drive>) => run.machine().view({ since: 0 }).money;

describe('a possible twin', () => {
  test('keeps its price and a slot for its whole life, whatever becomes of the task that is known', () => {
    const { run, next } = withTwin(4);
    expect(short(next)).toEqual(['await 0']);
    expect(money(run).reserved).toBe(300);
    // Two slots: one for the twin, one for work.
    expect(short([...run.completed(0), ...run.saved(0)])).toEqual(['download 0']);
    expect(short(run.make(1))).toContain('submit 2');
    expect(money(run)).toMatchObject({ spent: 200, reserved: 200 });
    expect(short(run.pass(LIFE_MS))).toEqual(['submit 3']);
    expect(money(run)).toMatchObject({ spent: 200, reserved: 200 });
  });

  test('counts against the budget', () => {
    const { run } = withTwin(4, 350);
    run.completed(0);
    run.saved(0);
    run.make(1);
    expect(run.machine().view({ since: 0 })).toMatchObject({ paused: 'BUDGET', money: { spent: 200, reserved: 100 } });
  });

  test('is reckoned with once, however often it is told, and over executions', () => {
    const { run, twin } = withTwin(2);
    run.feed({ kind: 'broke', node: 0, attempt: 1, what: 'await' });
    run.task(0, { kind: 'unsure', code: 'TASK_LOST' });
    const outcome = { kind: 'created', task: 't0', acceptedAtMs: run.now(), twin } as const;
    run.feed({ kind: 'resolved', node: 0, attempt: 1, outcome });
    expect(money(run).reserved).toBe(300);
    run.renew();
    expect(money(run).reserved).toBe(300);
    expect(run.machine().view({ since: 0 }).slots.used).toBe(3);
  });

  test('is reckoned with no longer once the node is made of it', () => {
    const { run } = withTwin(4);
    run.completed(0);
    const outcome = { kind: 'saved', sha256: '', seconds: 1, cost: 100, second: true } as const;
    const next = run.feed({ kind: 'file', node: 0, attempt: 1, outcome });
    expect(short(next), 'its slot is free').toEqual(['submit 2']);
    expect(money(run)).toMatchObject({ spent: 100, reserved: 200 });
  });

  test('does not keep a run open; its farewell names until when the slot is occupied', () => {
    const { run, twin } = withTwin(1);
    run.completed(0);
    expect(short(run.saved(0))).toEqual(['save']);
    run.feed({ kind: 'record-saved' });
    expect(run.demand()).toMatchObject({ bye: true, unsure: [twin.untilMs] });
    expect(run.machine().result()).toMatchObject({ state: 'done', money: { spent: 100, reserved: 100 } });
  });
});
