import { describe, expect, test } from 'vitest';
import { renewalOf } from '../../plan/renewal.ts';
import { leaveCap, newLedger, nextDemand, settleLedger, takeLease } from '../../plan/slots/ledger.ts';
import { readDemand, readLease } from '../../plan/slots/messages.ts';
import { shares } from '../../plan/slots/shares.ts';
import { pauseMs, RENEWAL, TIMING } from '../../plan/timing.ts';

const lease = { to: 'k', epoch: 'e', seq: 1, granted: 5, returned: 0, keep: 5, limit: 5, waiting: false };
const who = { key: 'k', id: 'run/k', weight: 1, prio: 0 };

function holding(used: number, startable: number) {
  const ledger = newLedger();
  settleLedger(ledger, 0, 9);
  nextDemand(ledger, who, [], false);
  takeLease(ledger, lease, 'k', 0);
  settleLedger(ledger, used, startable);
  return ledger;
}

describe("a run's side of the slots", () => {
  test('says nothing while it goes from task to task', () => {
    const ledger = holding(5, 100);
    leaveCap(ledger);
    settleLedger(ledger, 4, 100);
    settleLedger(ledger, 5, 99);
    expect(ledger).toMatchObject({ dirty: false, granted: 5, returned: 0 });
  });

  test('gives a slot back when its task ends, once somebody else shall have it', () => {
    const ledger = holding(5, 100);
    takeLease(ledger, { ...lease, seq: 2, keep: 4, waiting: true }, 'k', 5);
    leaveCap(ledger);
    leaveCap(ledger);
    settleLedger(ledger, 3, 100);
    expect(ledger).toMatchObject({ dirty: true, returned: 1 });
  });

  test('keeps idle slots while nobody waits, and gives them back when somebody does', () => {
    const ledger = holding(2, 0);
    expect(ledger).toMatchObject({ returned: 0 });
    takeLease(ledger, { ...lease, seq: 2, waiting: true }, 'k', 2);
    settleLedger(ledger, 2, 0);
    expect(ledger).toMatchObject({ returned: 3, dirty: true });
  });

  test('says that it wants less once it waits for more than it wants, so that nobody keeps a share for it', () => {
    const ledger = newLedger();
    settleLedger(ledger, 0, 9);
    nextDemand(ledger, who, [], false);
    takeLease(ledger, { ...lease, granted: 2, keep: 2, waiting: true }, 'k', 0);
    settleLedger(ledger, 2, 7);
    expect(ledger).toMatchObject({ dirty: false, want: 5 });
    settleLedger(ledger, 2, 0);
    expect(ledger).toMatchObject({ dirty: true, want: 2, returned: 0 });
  });

  test('hears an old lease without harm', () => {
    const ledger = holding(5, 100);
    takeLease(ledger, { ...lease, seq: 3, granted: 6, returned: 1, keep: 2 }, 'k', 5);
    takeLease(ledger, { ...lease, seq: 2 }, 'k', 5);
    expect(ledger).toMatchObject({ granted: 6, returned: 1, keep: 2 });
  });

  test('takes only its tasks into a new epoch, and nothing from a past one', () => {
    const ledger = holding(3, 100);
    takeLease(ledger, { ...lease, epoch: 'f', granted: 2 }, 'k', 3);
    expect(ledger).toMatchObject({ epoch: 'f', granted: 3, returned: 0 });
    takeLease(ledger, { ...lease, seq: 99, granted: 50 }, 'k', 3);
    expect(ledger).toMatchObject({ epoch: 'f', granted: 3 });
    settleLedger(ledger, 3, 100);
    expect(ledger.dirty).toBe(true);
  });
});

describe('messages', () => {
  test('are read whole or not at all', () => {
    const demand = nextDemand(newLedger(), who, [5], true);
    expect(readDemand(demand)).toEqual(demand);
    expect(readLease(lease)).toEqual(lease);
    for (const wrong of [undefined, null, 5, 'x', [], {}, { ...demand, granted: -1 }, { ...demand, want: 0.5 }]) {
      expect(readDemand(wrong)).toBeUndefined();
    }
    expect(readDemand({ ...demand, weight: 0 })).toBeUndefined();
    expect(readDemand({ ...demand, unsure: ['x'] })).toBeUndefined();
    expect(readDemand({ ...demand, refused: { count: 1 } })).toBeUndefined();
    for (const wrong of [undefined, {}, { ...lease, seq: '1' }, { ...lease, keep: Number.NaN }]) {
      expect(readLease(wrong)).toBeUndefined();
    }
  });
});

describe('shares', () => {
  const run = (want: number, weight = 1, prio = 0) => ({ granted: 0, returned: 0, want, weight, prio, dead: false });
  const of = (runs: Parameters<typeof shares>[0], limit = 6) => Object.fromEntries(shares(runs, limit, new Set()));

  test('follow the weights, and what one does not want goes to the others', () => {
    expect(of({ a: run(9), b: run(9, 2) })).toEqual({ a: 2, b: 4 });
    expect(of({ a: run(1), b: run(9), c: run(9) })).toEqual({ a: 1, b: 2.5, c: 2.5 });
  });

  test('go to the higher priority first', () => {
    expect(of({ a: run(9), b: run(4, 1, 1) })).toEqual({ a: 2, b: 4 });
  });

  test('leave out what a dead run still holds', () => {
    expect(of({ a: run(9), x: { ...run(0), granted: 4, dead: true } })).toEqual({ a: 2 });
  });
});

describe('timing', () => {
  test('a pause doubles up to its most and is divided by speed', () => {
    expect([0, 1, 2, 9].map((times) => pauseMs(1_000, 5_000, times, 1))).toEqual([1_000, 2_000, 4_000, 5_000]);
    expect(pauseMs(1_000, 5_000, 0, 10)).toBe(100);
  });

  test('a worker that stops waits longer than a submit may last', () => {
    expect(TIMING.shutdownGraceMs).toBeGreaterThanOrEqual(TIMING.submitTimeoutMs);
    expect(TIMING.shutdownForceMs).toBeGreaterThan(TIMING.shutdownGraceMs);
    expect(TIMING.submitTimeoutMs).toBeGreaterThan(TIMING.sendDeadlineMs + TIMING.postAnswerMs);
  });

  test('an execution is renewed when it is long and quiet, and held when it is too long', () => {
    const execution = { events: 100, signals: 0, ageMs: 60_000, quiet: true };
    expect(renewalOf(execution, RENEWAL)).toBe('go');
    expect(renewalOf({ ...execution, events: 3_000 }, RENEWAL)).toBe('renew');
    expect(renewalOf({ ...execution, signals: 4_000 }, RENEWAL)).toBe('renew');
    expect(renewalOf({ ...execution, events: 3_000, quiet: false }, RENEWAL)).toBe('go');
    expect(renewalOf({ ...execution, events: 4_500, quiet: false }, RENEWAL)).toBe('hold');
    expect(renewalOf({ ...execution, events: 9_000, ageMs: 500 }, RENEWAL)).toBe('go');
  });
});
