import { describe, expect, test } from 'vitest';
import { viewAccount } from '../../plan/account/index.ts';
import { readDemand, readLease } from '../../plan/slots/messages.ts';
import { renders, skeletonOf } from '../../sim/sketch.ts';
import { NOW, openAccount } from './account-driver.ts';
import { drive, short } from './driver.ts';

describe('an account in trouble', () => {
  test('pauses all its runs on the report of one, and tells each once', () => {
    const account = openAccount();
    const before = account.leases.length;
    account.say('a', 3, { count: 1, code: 'NO_BALANCE', needs: 100 });
    expect(account.pauses()).toEqual(['NO_BALANCE', 'NO_BALANCE']);
    expect([account.last('a')?.heard, account.last('b')?.heard]).toEqual([1, undefined]);
    expect(account.leases.length).toBe(before + 2);
    account.say('b', 2, { count: 1, code: 'NO_BALANCE', needs: 70 });
    expect(account.leases.slice(before + 2)).toMatchObject([{ to: 'b', heard: 1 }]);
    expect(viewAccount(account.state, 1).paused).toMatchObject({ code: 'NO_BALANCE', sinceMs: NOW });
  });

  test('is not put into trouble again by a report that it has heard', () => {
    const account = openAccount();
    account.say('a', 3, { count: 1, code: 'KEY_REFUSED' });
    account.feed({ kind: 'order', order: { do: 'try' } });
    account.say('a', 3, { count: 1, code: 'KEY_REFUSED' });
    expect(account.pauses()).toEqual([undefined, undefined]);
    account.say('a', 3, { count: 2, code: 'KEY_REFUSED' });
    expect(account.pauses()).toEqual(['KEY_REFUSED', 'KEY_REFUSED']);
  });

  test('goes on by itself when the window that is used up begins anew, and looks after a day where that is far', () => {
    const account = openAccount();
    account.say('a', 3, { count: 1, code: 'WINDOW_USED', untilMs: NOW + 7_200_000 });
    expect(account.last('b')?.pause).toEqual({ code: 'WINDOW_USED', untilMs: NOW + 7_200_000 });
    expect(account.alarm()).toBe(NOW + 7_200_000);
    account.pass(7_199_999);
    expect(account.pauses()).toEqual(['WINDOW_USED', 'WINDOW_USED']);
    account.pass(1);
    expect(account.pauses()).toEqual([undefined, undefined]);
    account.say('a', 3, { count: 2, code: 'WINDOW_USED', untilMs: NOW + 1e12 });
    expect(account.last('b')?.pause?.untilMs).toBe(account.now() + 86_400_000);
    account.say('b', 2, { count: 1, code: 'KEY_REFUSED' });
    expect(account.pauses()).toEqual(['KEY_REFUSED', 'KEY_REFUSED']);
  });

  test('goes on by itself when the next day has room, and that hides nothing else', () => {
    const account = openAccount();
    account.say('a', 3, { count: 1, code: 'DAY_LIMIT', untilMs: NOW + 60_000 });
    expect(account.last('b')?.pause).toEqual({ code: 'DAY_LIMIT', untilMs: NOW + 60_000 });
    account.say('b', 2, { count: 1, code: 'NO_BALANCE' });
    expect(account.pauses()).toEqual(['NO_BALANCE', 'NO_BALANCE']);
    account.feed({ kind: 'order', order: { do: 'try' } });
    account.say('a', 3, { count: 2, code: 'DAY_LIMIT', untilMs: NOW + 60_000 });
    expect(account.pass(60_000)).not.toContainEqual({ kind: 'check' });
    expect(account.pauses()).toEqual([undefined, undefined]);
  });

  test('asks whether a refused key works, more and more slowly, and goes on when it does', () => {
    const account = openAccount();
    account.say('a', 3, { count: 1, code: 'KEY_REFUSED' });
    const pauses: number[] = [];
    for (let asked = 0; asked < 8; asked += 1) {
      const pause = (account.alarm() ?? 0) - account.now();
      pauses.push(pause);
      expect(account.pass(pause)).toContainEqual({ kind: 'check' });
      account.feed(
        asked % 2 === 0
          ? { kind: 'checked', check: { key: asked === 4 ? 'unknown' : 'refused', available: 1e9 } }
          : { kind: 'checked' },
      );
    }
    expect(pauses).toEqual([15_000, 30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000]);
    account.pass(600_000);
    account.feed({ kind: 'checked', check: { key: 'works', available: null } });
    expect(account.pauses()).toEqual([undefined, undefined]);
    account.say('b', 2, { count: 1, code: 'KEY_REFUSED' });
    expect((account.alarm() ?? 0) - account.now(), 'it came back at once').toBe(600_000);
  });

  test('goes on when the balance covers what was refused; where nobody says what is left, a person must', () => {
    const account = openAccount();
    account.say('a', 3, { count: 1, code: 'NO_BALANCE', needs: 100 });
    for (const available of [null, 0, 99]) {
      account.pass(600_000);
      account.feed({ kind: 'checked', check: { key: 'works', available } });
      expect(account.pauses()).toEqual(['NO_BALANCE', 'NO_BALANCE']);
    }
    account.pass(600_000);
    account.feed({ kind: 'checked', check: { key: 'works', available: 100 } });
    expect(account.pauses()).toEqual([undefined, undefined]);
  });

  test('that a disk is full goes on when each project has room again, and not when only the vendor is well', () => {
    const account = openAccount();
    account.say('a', 3, { count: 1, code: 'DISK_FULL' });
    expect(account.pauses()).toEqual(['DISK_FULL', 'DISK_FULL']);
    for (const room of [undefined, false]) {
      account.pass(600_000);
      account.feed({
        kind: 'checked',
        check: { key: 'works', available: 1e9, ...(room === undefined ? {} : { room }) },
      });
      expect(account.pauses()).toEqual(['DISK_FULL', 'DISK_FULL']);
    }
    account.pass(600_000);
    account.feed({ kind: 'checked', check: { key: 'works', available: null, room: true } });
    expect(account.pauses()).toEqual([undefined, undefined]);
  });

  test('asks nobody while no run waits for it, and asks once at a time', () => {
    const account = openAccount();
    account.say('a', 3, { count: 1, code: 'KEY_REFUSED' });
    account.pass(15_000);
    expect(account.pass(60_000)).not.toContainEqual({ kind: 'check' });
    account.feed({ kind: 'start' });
    for (const run of Object.values(account.state.runs)) run.dead = true;
    account.feed({ kind: 'checked' });
    expect(account.pass(3_600_000)).not.toContainEqual({ kind: 'check' });
  });
});

describe("a person's order", () => {
  test('pauses all runs until the person says resume; `try` ends only the trouble of the vendor', () => {
    const account = openAccount();
    account.say('a', 3, { count: 1, code: 'NO_BALANCE' });
    account.feed({ kind: 'order', order: { do: 'pause' } });
    expect(account.pauses()).toEqual(['ACCOUNT_PAUSED', 'ACCOUNT_PAUSED']);
    account.feed({ kind: 'order', order: { do: 'try' } });
    expect(account.pauses()).toEqual(['ACCOUNT_PAUSED', 'ACCOUNT_PAUSED']);
    account.feed({ kind: 'order', order: { do: 'resume' } });
    expect(account.pauses()).toEqual([undefined, undefined]);
  });

  test('lowers the limit until it is lifted, and makes no sense otherwise', () => {
    const account = openAccount();
    account.feed({ kind: 'order', order: { do: 'limit', limit: 2 } });
    expect(viewAccount(account.state, 1)).toMatchObject({ limit: 5, effective: 2, ordered: 2 });
    expect(account.last('a')).toMatchObject({ keep: 1, waiting: true });
    for (const order of [{ do: 'limit', limit: 0 }, { do: 'dance' }, null, 7]) {
      account.feed({ kind: 'order', order });
      expect(viewAccount(account.state, 1).effective).toBe(2);
    }
    account.feed({ kind: 'order', order: { do: 'limit', limit: 5 } });
    expect(viewAccount(account.state, 1)).toMatchObject({ effective: 5 });
    expect(viewAccount(account.state, 1)).not.toHaveProperty('ordered');
  });
});

describe('a run whose account is in trouble', () => {
  const refused = { kind: 'account', code: 'KEY_REFUSED' } as const;
  function begun() {
    const run = drive(skeletonOf(renders(4)));
    run.start();
    run.lease({ granted: 2, keep: 2, limit: 2 });
    return run;
  }
  const view = (run: ReturnType<typeof begun>) => run.machine().view({ since: 0 });

  test('sends nothing from its own report until the account has heard of it and goes on', () => {
    const run = begun();
    expect(run.submitted(0, refused)).toEqual([]);
    expect(run.demand()?.trouble).toEqual({ count: 1, code: 'KEY_REFUSED', needs: 100 });
    expect(view(run)).toMatchObject({ paused: 'KEY_REFUSED' });
    expect(run.lease({ granted: 2 }), 'not heard yet').toEqual([]);
    expect(run.lease({ granted: 2, heard: 1, pause: { code: 'KEY_REFUSED' } })).toEqual([]);
    expect(short(run.renew()), 'carried over').toEqual(['recover 1']);
    expect(view(run)).toMatchObject({ paused: 'KEY_REFUSED' });
    expect(short(run.lease({ granted: 2, heard: 1 }))).toEqual(['submit 0']);
    expect(run.demand()).not.toHaveProperty('trouble');
  });

  test('takes up what it had parked, and says until when a window lasts', () => {
    const run = begun();
    run.created(0);
    run.task(0, { kind: 'account', code: 'KEY_REFUSED' });
    run.submitted(1, { kind: 'refused', code: 'WINDOW_USED', untilMs: NOW + 5_000 });
    expect(view(run)).toMatchObject({ parked: 1, paused: 'WINDOW_USED', pausedUntilMs: NOW + 5_000 });
    const pause = { code: 'KEY_REFUSED' } as const;
    expect(run.lease({ granted: 2, heard: 2, pause })).toEqual([]);
    expect(short(run.lease({ granted: 2, heard: 2 }))).toEqual(['await 0', 'submit 1']);
    expect(view(run)).not.toHaveProperty('parked');
  });

  test('goes on with a new entity, which has heard of nothing', () => {
    const run = begun();
    run.submitted(0, refused);
    run.lease({ granted: 2, heard: 1, pause: { code: 'KEY_REFUSED' } });
    expect(short(run.lease({ epoch: 'e2', granted: 2 }))).toEqual(['submit 0']);
    run.submitted(0, refused);
    expect(run.demand()?.trouble?.count).toBe(2);
  });

  test('asks again now and then: its account may be gone', () => {
    const run = begun();
    run.submitted(0, refused);
    run.lease({ granted: 2, heard: 1, pause: { code: 'KEY_REFUSED' } });
    const { seq = 0 } = run.demand() ?? {};
    run.pass(599_000);
    expect(run.demand()?.seq).toBe(seq);
    run.pass(1_000);
    expect(run.demand()?.seq).toBe(seq + 1);
  });
});

test('what makes no sense in a message is not taken for trouble or a pause', () => {
  const demand = { key: 'k', id: 'i', epoch: '', seq: 1, want: 1, granted: 0, returned: 0, weight: 1, prio: 0 };
  const whole = { ...demand, unsure: [], bye: false };
  const lease = { to: 'k', epoch: 'e', seq: 1, granted: 1, returned: 0, keep: 1, limit: 1, waiting: false };
  for (const odd of [7, null, {}, { count: 1, code: 'DANCE' }, { count: -1, code: 'NO_BALANCE' }, { code: 5 }]) {
    expect(readDemand({ ...whole, trouble: odd })).toEqual(whole);
    expect(readLease({ ...lease, pause: odd === 7 ? 'x' : odd, heard: -1 })).not.toHaveProperty('heard');
  }
  const trouble = { count: 2, code: 'WINDOW_USED', untilMs: 5 };
  expect(readDemand({ ...whole, trouble })).toEqual({ ...whole, trouble });
  const pause = { code: 'ACCOUNT_PAUSED' };
  expect(readLease({ ...lease, heard: 3, pause })).toEqual({ ...lease, heard: 3, pause });
});
