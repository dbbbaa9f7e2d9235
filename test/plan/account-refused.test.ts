import { describe, expect, test } from 'vitest';
import type { AccountCommand } from '../../plan/account/index.ts';
import { accountAlarmMs, viewAccount } from '../../plan/account/index.ts';
import { counted } from './an-account.ts';

describe('an account', () => {
  test('lowers its limit when the vendor refuses, and raises it again by one', () => {
    const account = counted(5);
    account.demand('a', { want: 5 });
    const untilMs = account.now() + 60_000;
    account.demand('a', { want: 5, returned: 2, refused: { count: 2, untilMs } });
    expect(viewAccount(account.state, 1)).toMatchObject({ limit: 5, effective: 3, loweredUntilMs: untilMs });
    expect(account.held()).toEqual({ a: 3 });
    account.demand('a', { want: 5, returned: 2, refused: { count: 2, untilMs } });
    expect(viewAccount(account.state, 1).effective).toBe(3);
    expect(accountAlarmMs(account.state, 1)).toBeLessThanOrEqual(untilMs);
    account.pass(60_000);
    expect(account.held()).toEqual({ a: 4 });
    account.pass(60_000);
    expect(account.held()).toEqual({ a: 5 });
    expect(viewAccount(account.state, 1).loweredUntilMs).toBeNull();
  });

  test('never falls below a limit of 1 nor waits longer than an hour', () => {
    const account = counted(2);
    account.demand('a', { want: 2 });
    account.demand('a', { want: 2, returned: 2, refused: { count: 9, untilMs: account.now() + 1e12 } });
    const view = viewAccount(account.state, 1);
    expect(view.effective).toBe(1);
    expect(view.loweredUntilMs).toBe(account.now() + 3_600_000);
  });

  test('that the vendor accepts nothing of tries one task a minute through a night, and is whole again in three', () => {
    const account = counted(5);
    let posts = 0;
    const refuse = (keys: readonly string[]) => {
      for (let again = true; again; ) {
        again = false;
        for (const key of keys) {
          const { granted = 0, returned = 0, refusals = 0 } = account.state.runs[key] ?? {};
          const count = granted - returned;
          if (count === 0) continue;
          again = true;
          posts += count;
          // A bare 429: the run asks for nothing but a second.
          const refused = { count: refusals + count, untilMs: account.now() + 1_000 };
          account.demand(key, { want: 5, returned: granted, refused });
        }
      }
    };
    for (const key of ['a', 'b', 'c']) account.demand(key, { want: 5 });
    refuse(['a', 'b', 'c']);
    expect(posts).toBe(5);
    for (let second = 0; second < 3_600; second += 1) {
      account.pass(1_000);
      refuse(['a', 'b', 'c']);
    }
    expect(posts).toBeLessThanOrEqual(5 + 6 + 60);
    expect(posts).toBeGreaterThan(55);
    expect(viewAccount(account.state, 1)).toMatchObject({ effective: 1, resting: true, free: 1 });
    for (let second = 0; second < 180; second += 1) account.pass(1_000);
    expect(Object.values(account.held()).reduce((sum, held) => sum + held)).toBe(5);
  });

  test.each([1, 5])('remembers that its whole limit of %i was refused when it is tried again', (limit) => {
    const account = counted(limit);
    account.demand('a', { want: 9 });
    let refusals = 0;
    // Somebody else has one slot all the time: the last one is never to be had.
    for (let second = 0; second < 600; second += 1) {
      const { granted = 0, returned = 0 } = account.state.runs.a ?? {};
      if (granted - returned === limit) {
        refusals += 1;
        const refused = { count: refusals, untilMs: account.now() + 1_000 };
        account.demand('a', { want: 9, returned: returned + 1, refused });
      }
      account.pass(1_000);
    }
    expect(refusals).toBeGreaterThan(8);
    expect(refusals).toBeLessThan(20);
  });

  test('tells its runs once that the vendor accepts nothing, when that lasts, and once that it does again', () => {
    const account = counted(1);
    account.demand('a', { want: 2 });
    const refusing: unknown[] = [];
    const hear = (commands: readonly AccountCommand[]) => {
      for (const command of commands) if (command.kind === 'tell') refusing.push(command.lease.refusing);
    };
    for (let count = 1; count <= 7; count += 1) {
      const refused = { count, untilMs: account.now() + 1_000 };
      hear(account.demand('a', { want: 2, returned: account.state.runs.a?.granted ?? 0, refused }));
      hear(account.pass(60_000));
    }
    hear(account.pass(60_000));
    expect(refusing[0]).toBeUndefined();
    expect(refusing.filter((said, at) => said !== refusing[at - 1])).toEqual([true, undefined]);
  });

  test('tries at once when a person wants it tried, however long the vendor asked to wait', () => {
    const account = counted(1);
    account.demand('a', { want: 1 });
    account.demand('a', { want: 1, returned: 1, refused: { count: 1, untilMs: account.now() + 1_800_000 } });
    account.pass(60_000);
    expect(account.held()).toEqual({ a: 0 });
    account.feed({ kind: 'order', order: { do: 'try' } });
    expect(account.held()).toEqual({ a: 1 });
  });
});
