import { describe, expect, test } from 'vitest';
import { viewAccount } from '../../plan/account/index.ts';
import { renders, skeletonOf } from '../../sim/sketch.ts';
import { NOW, openAccount } from './account-driver.ts';
import { drive, short } from './driver.ts';

describe('an account of which a task was billed above its price', () => {
  const billed = (count: number, times: number) => ({ count, code: 'COST_ABOVE', times }) as const;

  test('pauses all its runs until a person says so, and asks nobody whether it is over', () => {
    const account = openAccount();
    account.say('a', 3, billed(1, 1.2));
    expect(account.pauses()).toEqual(['COST_ABOVE', 'COST_ABOVE']);
    expect(account.last('b')?.pause).toEqual({ code: 'COST_ABOVE', times: 1.2 });
    const { paused } = viewAccount(account.state, 1);
    expect(paused).toEqual({ code: 'COST_ABOVE', times: 1.2, sinceMs: NOW, billedTo: 'run/a' });
    expect(account.pass(86_400_000)).not.toContainEqual({ kind: 'check' });
    account.feed({ kind: 'checked', check: { key: 'works', available: 1e9, room: true } });
    expect(account.pauses()).toEqual(['COST_ABOVE', 'COST_ABOVE']);
    account.feed({ kind: 'order', order: { do: 'resume' } });
    expect(account.pauses()).toEqual([undefined, undefined]);
  });

  test.each(['resume', 'try'])('goes on by %s, and is not paused again by what was agreed to', (order) => {
    const account = openAccount();
    account.say('a', 3, billed(1, 1.2));
    account.say('b', 2, billed(1, 1.5));
    expect(viewAccount(account.state, 1).paused).toMatchObject({ times: 1.5, billedTo: 'run/b' });
    account.feed({ kind: 'order', order: { do: order } });
    expect(viewAccount(account.state, 1)).toMatchObject({ agreedTimes: 1.5 });
    account.say('a', 3, billed(2, 1.5));
    expect(account.pauses(), 'the same price').toEqual([undefined, undefined]);
    expect(account.last('a')?.heard, 'and yet the run hears that it was heard').toBe(2);
    account.say('b', 2, billed(2, 1.51));
    expect(account.pauses(), 'a higher one').toEqual(['COST_ABOVE', 'COST_ABOVE']);
  });

  test('never goes on with any price because a bill made no sense once', () => {
    const account = openAccount();
    account.say('a', 3, billed(1, 1e28));
    account.feed({ kind: 'order', order: { do: 'resume' } });
    expect(viewAccount(account.state, 1).agreedTimes).toBe(10);
    account.say('b', 2, billed(1, 11));
    expect(account.pauses()).toEqual(['COST_ABOVE', 'COST_ABOVE']);
  });

  test('shows that before all else, and what else there was is met again', () => {
    const account = openAccount();
    account.say('a', 3, { count: 1, code: 'DISK_FULL' });
    account.say('b', 2, billed(1, 2));
    account.say('a', 3, { count: 2, code: 'KEY_REFUSED' });
    expect(account.pauses()).toEqual(['COST_ABOVE', 'COST_ABOVE']);
    account.feed({ kind: 'order', order: { do: 'resume' } });
    account.say('a', 3, { count: 3, code: 'DISK_FULL' });
    expect(account.pauses()).toEqual(['DISK_FULL', 'DISK_FULL']);
  });

  test('hears of the bill of a run that has died from the sweep that brings its file home', () => {
    const account = openAccount();
    account.feed({ kind: 'told', key: 'a', ok: false });
    account.feed({ kind: 'probed', probes: { a: { closed: true, live: 0, overpaid: 3 } } });
    expect(account.last('b')?.pause).toEqual({ code: 'COST_ABOVE', times: 3 });
  });
});

describe('a run of an account of which a task was billed above its price', () => {
  const pause = { code: 'COST_ABOVE', times: 1.2 } as const;
  function begun() {
    const run = drive(skeletonOf(renders(4)));
    run.start();
    run.lease({ granted: 1, keep: 1, limit: 1 });
    return run;
  }

  test('sends nothing for the bill of another run', () => {
    const run = begun();
    run.created(0);
    run.lease({ granted: 1, pause });
    expect(short(run.completed(0))).toEqual(['download 0']);
    run.saved(0);
    expect(run.machine().view({ since: 0 }).paused).toBe('COST_ABOVE');
    expect(short(run.lease({ granted: 1 }))).toEqual(['submit 1']);
  });

  test('tells a new account entity, which knows of no bill, and sends nothing before a person agrees', () => {
    const run = begun();
    run.created(0);
    run.lease({ granted: 1, pause });
    run.completed(0);
    expect(short(run.lease({ epoch: 'e2', granted: 1 }))).toEqual([]);
    expect(run.demand()).toMatchObject({ epoch: 'e2', trouble: { count: 1, code: 'COST_ABOVE', times: 1.2 } });
    expect(short(run.lease({ epoch: 'e2', granted: 1, heard: 1, pause }))).toEqual([]);
    expect(short(run.lease({ epoch: 'e2', granted: 1, heard: 1 }))).toEqual(['submit 1']);
  });

  test('says its own bill even when it meets something else before that is heard', () => {
    const run = begun();
    run.created(0);
    run.task(0, { kind: 'completed', cost: 120 });
    run.feed({ kind: 'file', node: 0, attempt: 1, outcome: { kind: 'paused', code: 'DISK_FULL' } });
    expect(run.demand()?.trouble).toEqual({ count: 2, code: 'COST_ABOVE', times: 1.2 });
  });
});
