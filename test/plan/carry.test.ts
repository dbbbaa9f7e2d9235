import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../plan/run/index.ts';
import { newRunState, runMachine } from '../../plan/run/index.ts';
import type { Skeleton } from '../../plan/skeleton.ts';
import { accountProcess } from '../../sim/account-process.ts';
import { openBills } from '../../sim/bills.ts';
import { openClaims } from '../../sim/claims.ts';
import { calmFrom } from '../../sim/faults.ts';
import { randomSkeleton } from '../../sim/plans.ts';
import { type RunProcess, runProcess } from '../../sim/run-process.ts';
import { renders, skeletonOf } from '../../sim/sketch.ts';
import { seeded, timeline } from '../../sim/timeline.ts';
import { NO_TRACE } from '../../sim/trace.ts';
import { openVendor } from '../../sim/vendor.ts';
import { drive } from './driver.ts';

const who = { key: 'key', id: 'run/x', speed: 1 };

/** An event from dice, about any node and attempt, right or wrong. */
function randomEvent(random: () => number, total: number): RunEvent {
  const dice = (sides: number) => Math.floor(random() * sides);
  const node = dice(total);
  const attempt = 1 + (random() < 0.2 ? dice(3) : 0);
  const numbers = { attempt, generation: 1 };
  const lease = {
    to: 'key',
    epoch: random() < 0.05 ? 'e2' : 'e1',
    seq: dice(50),
    returned: dice(4),
    waiting: random() < 0.3,
  };
  const events: readonly RunEvent[] = [
    { kind: 'lease', lease: { ...lease, granted: dice(12), keep: dice(6), limit: 5 } },
    {
      kind: 'submitted',
      node,
      attempt,
      outcome: { kind: 'created', task: 't', reserved: 100, acceptedAtMs: 5, ...numbers },
    },
    { kind: 'submitted', node, attempt, outcome: { kind: 'refused', untilMs: 0, code: 'VENDOR_BUSY', ...numbers } },
    { kind: 'submitted', node, attempt, outcome: { kind: 'not-sent', code: 'NOT_SENT', ...numbers } },
    { kind: 'submitted', node, attempt, outcome: { kind: 'unsure', untilMs: 9e9, reserved: 100, ...numbers } },
    { kind: 'submit-lost', node, attempt },
    { kind: 'task', node, attempt, outcome: { kind: 'completed', cost: 100 } },
    { kind: 'task', node, attempt, outcome: { kind: 'failed', code: 'TASK_FAILED', cost: 0, again: random() < 0.5 } },
    { kind: 'task', node, attempt, outcome: { kind: 'late' } },
    { kind: 'file', node, attempt, outcome: { kind: 'saved', sha256: '', seconds: 1, cost: 90 } },
    { kind: 'file', node, attempt, outcome: { kind: 'paused', code: 'DISK_FULL' } },
    { kind: 'resolved', node, attempt, outcome: { kind: 'not-created' } },
    { kind: 'resolved', node, attempt, outcome: { kind: 'expired' } },
    { kind: 'resolved', node, attempt, outcome: { kind: 'resend' } },
    { kind: 'pick', node, outcome: { kind: 'picked', chosen: [dice(total)] } },
    { kind: 'approval', node, outcome: { kind: random() < 0.5 ? 'approved' : 'rejected' } },
    {
      kind: 'condition',
      node,
      seen: random() < 0.5 ? 'D' : 'F',
      outcome: { kind: random() < 0.5 ? 'holds' : 'fails' },
    },
    { kind: 'broke', node, attempt, what: random() < 0.5 ? 'await' : 'condition' },
    { kind: 'said', ok: random() < 0.9 },
    { kind: 'ensured' },
    { kind: 'wake', request: random() < 0.5 ? { limit: dice(3_000) } : {} },
    { kind: 'retry', request: random() < 0.5 ? {} : { nodes: [`n${node}`] } },
    { kind: 'rechecked', completed: [node] },
    { kind: 'tick' },
  ];
  if (random() < 0.005) return { kind: 'cancel', request: { finishRunning: random() < 0.5 } };
  return events[dice(events.length)] ?? { kind: 'tick' };
}

/** One run alone in a world without dice: what became of every node, and of the money. */
function runAlone(whole: Skeleton, how: { readonly renew: number; readonly fail: number }) {
  // Which siblings a failure still stops is a matter of moments.
  const skeleton = { ...whole, bounds: whole.bounds?.map(({ failFast: _, ...bound }) => bound) ?? [] };
  const time = timeline();
  const random = () => 0.4;
  const faults = { ...calmFrom(random), counts: 'in-flight' as const, ...how };
  const awake = { sleeps: () => 0, renewing: () => undefined };
  const base = { time, random, faults, trace: NO_TRACE, mutant: {}, ...awake };
  const vendor = openVendor({ ...base, cap: 5 });
  const claims = openClaims({ ...base, vendor });
  const bills = openBills(time);
  const runs: RunProcess[] = [];
  const account = accountProcess({ ...base, vendor, claims, bills, runs: () => runs, limit: 5 });
  const run = runProcess('k', 'k', skeleton, { ...base, vendor, claims, bills, account: () => account });
  runs.push(run);
  run.feed({ kind: 'start' });
  const raise = () => {
    run.feed({ kind: 'wake', request: { limit: 100_000 } });
    if (run.isOpen()) time.after(300_000, raise);
  };
  time.after(300_000, raise);
  time.run(
    () => !run.isOpen(),
    86_400_000,
    () => JSON.stringify(run.machine().carry()),
  );
  const { states, codes, picks } = run.machine().carry();
  return { states, codes, picks, result: run.machine().result(), accepted: vendor.stats.accepted };
}

describe('the state of a run', () => {
  test('is plain JSON that says everything, and no event makes the machine throw', () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const random = seeded(seed);
      const skeleton = randomSkeleton(random, 12, 'in-flight');
      const lived = runMachine(skeleton, who, newRunState(1_000));
      lived.apply({ kind: 'start' }, 1_000);
      for (let step = 0, nowMs = 1_000; step < 250; step += 1) {
        nowMs += Math.floor(random() * 2_000);
        const before = JSON.parse(JSON.stringify(lived.carry()));
        const event = randomEvent(random, skeleton.total);
        const commands = lived.apply(event, nowMs);
        const renewed = runMachine(skeleton, who, JSON.parse(JSON.stringify(before)));
        expect(renewed.carry(), `seed ${seed} step ${step}`).toEqual({ ...before, cursor: expect.any(Number) });
        expect(commands.every((command) => command.kind !== 'submit' || command.attempt >= 1)).toBe(true);
      }
    }
  });

  test('ends the same whether it is continued as new after every event or never', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const skeleton = randomSkeleton(seeded(seed), 15, 'in-flight');
      for (const fail of [0, 1]) {
        const never = runAlone(skeleton, { renew: 0, fail });
        expect(runAlone(skeleton, { renew: 1, fail }), `seed ${seed}`).toEqual(never);
      }
    }
  });

  test('begins again exactly what was under way', () => {
    const run = drive(skeletonOf(renders(6)));
    run.start();
    run.lease({ granted: 4 });
    run.created(0);
    run.created(1);
    run.completed(1);
    run.submitted(2, { kind: 'unsure', untilMs: run.now() + 60_000, reserved: 100 });
    run.created(3);
    run.task(3, { kind: 'late' });
    const before = run.machine().view({ since: 0 });
    run.created(4);
    const kinds = run.renew().map((command) => `${command.kind}${'node' in command ? ` ${command.node}` : ''}`);
    expect(kinds.sort()).toEqual(['await 0', 'await 3', 'await 4', 'download 1', 'resolve 2']);
    const after = run.machine().view({ since: 0 });
    expect(after.money).toEqual(before.money);
    expect(after.slots.used).toBe(before.slots.used);
  });

  test('recovers a submit that was under way when its execution was reset', () => {
    const run = drive(skeletonOf(renders(1)));
    run.start();
    run.lease();
    expect(run.renew()).toMatchObject([{ kind: 'recover', node: 0, attempt: 1 }]);
  });

  test('stays small, and an event costs the same, for 10,000 nodes', () => {
    const total = 10_000;
    const machine = runMachine(skeletonOf(renders(total)), who, newRunState(1));
    const lease = { to: 'key', epoch: 'e', seq: 1, granted: 5, returned: 0, keep: 5, limit: 5, waiting: false };
    machine.apply({ kind: 'start' }, 1);
    machine.apply({ kind: 'lease', lease }, 1);
    let largest = 0;
    const begun = performance.now();
    for (let node = 0; node < total; node += 1) {
      const outcome = {
        kind: 'created',
        task: 't',
        reserved: 100,
        acceptedAtMs: 1,
        attempt: 1,
        generation: 1,
      } as const;
      const saved = { kind: 'saved', sha256: '', seconds: 5, cost: 100 } as const;
      machine.apply({ kind: 'submitted', node, attempt: 1, outcome }, node);
      machine.apply({ kind: 'task', node, attempt: 1, outcome: { kind: 'completed', cost: 100 } }, node);
      machine.apply({ kind: 'file', node, attempt: 1, outcome: saved }, node);
      if (node % 1_000 === 500) largest = Math.max(largest, JSON.stringify(machine.carry()).length);
    }
    const perEventMs = (performance.now() - begun) / (total * 3);
    expect(machine.view({ since: 0 }).counts).toEqual({ done: total });
    expect(largest).toBeLessThan(40_000);
    // A hundred times what it takes; work that grew with the nodes would take longer still.
    expect(perEventMs).toBeLessThan(1);
  });
});
