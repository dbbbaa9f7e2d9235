import { describe, expect, test } from 'vitest';
import { renders, skeletonOf } from '../../sim/sketch.ts';
import { drive, short } from './driver.ts';

function started(count: number, granted = 5, retry = 3) {
  const run = drive(skeletonOf(renders(count).map(() => ({ retry }))));
  run.start();
  run.lease({ granted });
  return run;
}
const failed = (again: boolean) => ({ kind: 'failed', code: 'TASK_FAILED', cost: 0, again }) as const;

describe('a submit and its ends', () => {
  test('a refusal gives the slot back, tells the account, and lets the node rest until the vendor said', () => {
    const run = started(3, 2);
    const until = run.now() + 60_000;
    expect(short(run.submitted(0, { kind: 'refused', untilMs: until, code: 'VENDOR_BUSY' }))).toEqual([]);
    expect(run.demand()).toMatchObject({ returned: 1, refused: { count: 1, untilMs: until } });
    run.lease({ granted: 3, returned: 1 });
    expect(run.states()).toEqual(['ready', 'submitting', 'submitting']);
    expect(run.machine().alarmMs()).toBe(until);
    run.make(1);
    expect(short(run.pass(60_000))).toEqual(['submit 0']);
  });

  test('a reset_at in ten years rests an hour', () => {
    const run = started(1, 1);
    run.submitted(0, { kind: 'refused', untilMs: run.now() + 3e11, code: 'VENDOR_BUSY' });
    expect(run.machine().carry().delayed).toEqual({ 0: run.now() + 3_600_000 });
  });

  test('one that was proven not sent goes again at once under the next attempt, and is not counted', () => {
    const run = started(1, 1, 2);
    const again = run.submitted(0, { kind: 'not-sent', code: 'NOT_SENT' });
    expect(again).toMatchObject([{ kind: 'submit', node: 0, attempt: 2 }]);
    expect(short(run.submitted(0, { kind: 'not-sent', code: 'NOT_SENT' }))).toEqual([]);
    expect(run.pass(1_000)).toMatchObject([{ kind: 'submit', node: 0, attempt: 3 }]);
    run.created(0);
    run.task(0, failed(true));
    expect(run.pass(5_000), 'the first of two that count').toMatchObject([{ kind: 'submit', attempt: 4 }]);
  });

  test('a vendor that cannot be reached holds up every submit, longer each time', () => {
    const run = started(3, 1);
    expect(short(run.submitted(0, { kind: 'not-sent', code: 'VENDOR_UNREACHABLE' }))).toEqual([]);
    expect(run.machine().view({ since: 0 })).toMatchObject({ unreachable: 1 });
    expect(short(run.pass(1_000))).toEqual(['submit 0']);
    run.submitted(0, { kind: 'not-sent', code: 'VENDOR_UNREACHABLE' });
    expect(short(run.pass(1_000))).toEqual([]);
    expect(short(run.pass(1_000))).toEqual(['submit 0']);
  });

  test('a failed and refunded task is followed by another, as often as `retry` allows', () => {
    const run = started(1, 1, 2);
    run.created(0);
    expect(short(run.task(0, failed(true)))).toEqual([]);
    expect(run.pass(5_000)).toMatchObject([{ kind: 'submit', attempt: 2 }]);
    run.created(0);
    run.task(0, failed(true));
    expect(run.states()).toEqual(['failed']);
    expect(run.machine().view({ since: 0 }).changes[0]).toMatchObject({ code: 'TASK_FAILED' });
  });

  test('a moderated shot is not tried again', () => {
    const run = started(1, 1, 3);
    run.created(0);
    run.task(0, { kind: 'failed', code: 'CONTENT_REFUSED', cost: 0, again: false });
    expect(run.states()).toEqual(['failed']);
  });

  test('a lost answer is recovered under the same attempt, its slot kept', () => {
    const run = started(2, 1);
    const lost = run.feed({ kind: 'submit-lost', node: 0, attempt: 1 });
    expect(lost).toMatchObject([{ kind: 'recover', node: 0, attempt: 1 }]);
    expect(short(run.created(0))).toEqual(['await 0']);
    expect(run.states()).toEqual(['rendering', 'ready']);
  });

  test('a refused key pauses submits until the account goes on, whoever wakes the run; waits go on', () => {
    const run = started(3, 2);
    run.created(0);
    expect(short(run.submitted(1, { kind: 'account', code: 'KEY_REFUSED' }))).toEqual([]);
    expect(run.machine().view({ since: 0 }).paused).toBe('KEY_REFUSED');
    expect(short(run.completed(0))).toEqual(['download 0']);
    expect(short(run.feed({ kind: 'wake', request: {} }))).toEqual([]);
    expect(short(run.lease({ granted: 2, keep: 2, heard: 1 }))).toEqual(['submit 1', 'submit 2']);
  });

  test('a task whose key was changed is not given up, and followed again after a wake', () => {
    const run = started(1, 1);
    run.created(0);
    expect(run.task(0, { kind: 'account', code: 'KEY_REFUSED' })).toEqual([]);
    expect(run.states()).toEqual(['rendering']);
    expect(run.machine().view({ since: 0 })).toMatchObject({ paused: 'KEY_REFUSED', parked: 1 });
    expect(short(run.feed({ kind: 'wake', request: {} }))).toEqual(['await 0']);
    expect(run.machine().view({ since: 0 }).parked).toBeUndefined();
  });

  test('a full disk parks the download, and a wake begins it again; nothing is sent before the account goes on', () => {
    const run = started(2, 1);
    run.created(0);
    run.completed(0);
    run.feed({ kind: 'file', node: 0, attempt: 1, outcome: { kind: 'paused', code: 'DISK_FULL' } });
    expect(run.demand()?.trouble).toEqual({ count: 1, code: 'DISK_FULL' });
    expect(run.machine().view({ since: 0 }).paused).toBe('DISK_FULL');
    expect(run.lease({ granted: 2, heard: 1, pause: { code: 'DISK_FULL' } })).toEqual([]);
    expect(short(run.feed({ kind: 'wake', request: {} }))).toContain('download 0');
  });

  test('a file on a host that nobody has allowed pauses submits, and is fetched when somebody has', () => {
    const run = started(3, 1);
    run.created(0);
    run.completed(0);
    run.submitted(1, { kind: 'not-sent', code: 'NOT_SENT' });
    run.created(1);
    run.feed({ kind: 'file', node: 0, attempt: 1, outcome: { kind: 'paused', code: 'HOST_UNKNOWN' } });
    expect(run.machine().view({ since: 0 })).toMatchObject({ paused: 'HOST_UNKNOWN', parked: 1 });
    expect(short(run.completed(1)), 'its slot is free and nothing is sent').toEqual(['download 1']);
    expect(short(run.feed({ kind: 'wake', request: {} }))).toEqual(['submit 2', 'download 0']);
  });

  test('a late task keeps its slot and is followed slowly', () => {
    const run = started(2, 1);
    run.created(0);
    expect(run.task(0, { kind: 'late' })).toMatchObject([{ kind: 'await', node: 0, task: 't0', late: true }]);
    expect(run.states()).toEqual(['late', 'ready']);
  });

  test('seen processing, a task leaves a cap that counts only what is queued', () => {
    const run = drive(skeletonOf(renders(2), { counts: 'queued' }));
    run.start();
    run.lease({ granted: 1 });
    run.created(0);
    expect(run.states()).toEqual(['queued', 'ready']);
    const next = run.task(0, { kind: 'processing' });
    expect(next).toMatchObject([
      { kind: 'await', processing: true },
      { kind: 'submit', node: 1 },
    ]);
    expect(run.states()).toEqual(['rendering', 'submitting']);
  });

  test('a make that is there already costs nothing', () => {
    const run = started(1, 1);
    expect(short(run.submitted(0, { kind: 'made', cost: 100 }))).toEqual(['save']);
    expect(run.machine().result().money).toEqual({ planned: 100, spent: 0, refunded: 0, reserved: 0 });
  });

  test('a run that was declared dead submits nothing more', () => {
    const run = started(3, 1);
    run.submitted(0, { kind: 'closed' });
    expect(run.states()).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });

  test('a broken activity is asked again slowly, its money kept', () => {
    const run = started(1, 1);
    run.created(0);
    expect(run.feed({ kind: 'broke', node: 0, attempt: 1, what: 'await' })).toEqual([]);
    expect(short(run.pass(60_000))).toEqual(['await 0']);
  });
});

describe('an unsure submit', () => {
  const unsure = (run: ReturnType<typeof started>) =>
    run.submitted(0, { kind: 'unsure', untilMs: run.now() + 1_000_000, reserved: 100 });

  test('keeps slot and price, and the store is watched for proof', () => {
    const run = started(2, 1);
    expect(short(unsure(run))).toEqual(['resolve 0']);
    expect(run.states()).toEqual(['unsure', 'ready']);
    expect(run.machine().view({ since: 0 }).money.reserved).toBe(100);
  });

  test('is taken up when proof comes late', () => {
    const run = started(1, 1);
    unsure(run);
    const outcome = { kind: 'created', task: 't', acceptedAtMs: run.now() } as const;
    expect(short(run.feed({ kind: 'resolved', node: 0, attempt: 1, outcome }))).toEqual(['await 0']);
  });

  test('is sent again when it is proven that nothing was created', () => {
    const run = started(1, 1);
    unsure(run);
    const again = run.feed({ kind: 'resolved', node: 0, attempt: 1, outcome: { kind: 'not-created' } });
    expect(again).toMatchObject([{ kind: 'submit', attempt: 2, generation: 1 }]);
  });

  const resend = { kind: 'resolved', node: 0, attempt: 1, outcome: { kind: 'resend' } } as const;

  test('is recovered, and so sent again with its key, when that is possible: as what is on its way', () => {
    const run = started(1, 1);
    unsure(run);
    expect(short(run.feed(resend))).toEqual(['recover 0']);
    expect(run.states()).toEqual(['unsure']);
    expect(run.machine().view({ since: 0 })).toMatchObject({ sending: 1, slots: { used: 1 } });
    expect(short(run.pass(200_000)), 'the run does not end meanwhile').toEqual([]);
    expect(short(unsure(run))).toEqual(['resolve 0', 'save']);
    expect(run.machine().view({ since: 0 }).sending).toBeUndefined();
  });

  test('is not sent again after a cancel', () => {
    for (const request of [{}, { finishRunning: true }, { nodes: ['n0'] }]) {
      const run = started(1, 1);
      unsure(run);
      run.feed({ kind: 'cancel', request });
      expect(run.feed(resend)).toMatchObject([{ kind: 'resolve', quiet: true }]);
    }
  });

  test('is not sent again while the account is paused, and may be when it goes on', () => {
    const run = started(1, 1);
    unsure(run);
    run.lease({ granted: 1, pause: { code: 'ACCOUNT_PAUSED' } });
    expect(run.feed(resend)).toMatchObject([{ kind: 'resolve', quiet: true }]);
    expect(run.lease({ granted: 1 })).toMatchObject([{ kind: 'resolve', node: 0 }]);
    expect(short(run.feed(resend))).toEqual(['recover 0']);
  });

  test('is paid again under a new generation when a person says so', () => {
    const run = started(1, 1);
    unsure(run);
    const outcome = { kind: 'pay-again', generation: 2 } as const;
    const again = run.feed({ kind: 'resolved', node: 0, attempt: 1, outcome });
    expect(again).toMatchObject([{ kind: 'submit', attempt: 1, generation: 2 }]);
  });

  test('gives slot and price back at the end of its life, and stays unsure', () => {
    const run = started(2, 1);
    unsure(run);
    const next = run.feed({ kind: 'resolved', node: 0, attempt: 1, outcome: { kind: 'expired' } });
    expect(short(next)).toEqual(['submit 1']);
    expect(run.states()).toEqual(['unsure', 'submitting']);
  });

  test('does not keep a run open for ever; its farewell names until when the slot is occupied', () => {
    const run = started(1, 1);
    const untilMs = run.now() + 1_000_000;
    unsure(run);
    expect(short(run.pass(89_000))).toEqual([]);
    expect(short(run.pass(1_000))).toEqual(['save']);
    run.feed({ kind: 'record-saved' });
    expect(run.demand()).toMatchObject({ bye: true, unsure: [untilMs] });
    expect(run.machine().isOver()).toBe(true);
    expect(run.machine().result().state).toBe('unsure');
  });
});
