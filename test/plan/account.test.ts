import { describe, expect, test } from 'vitest';
import { accountAlarmMs, viewAccount } from '../../plan/account/index.ts';
import { counted, openAccount } from './an-account.ts';

describe('an account', () => {
  test('grants nothing before its census', () => {
    const account = openAccount();
    expect(account.feed({ kind: 'start' })).toEqual([{ kind: 'census' }]);
    account.demand('a', { want: 5 });
    expect(account.held()).toEqual({ a: 0 });
    account.feed({ kind: 'census', census: { runs: {} } });
    expect(account.held()).toEqual({ a: 5 });
  });

  test('takes a census that broke again, also when a run could not be told in the meantime', () => {
    const { state, feed, demand, pass } = openAccount();
    feed({ kind: 'start' });
    feed({ kind: 'census-broke' });
    demand('a', { want: 5 });
    feed({ kind: 'told', key: 'a', ok: false });
    expect(accountAlarmMs(state, 1)).toBeDefined();
    expect(pass(60_000)).toContainEqual({ kind: 'census' });
  });

  test('tells a run again whose lease was lost and that speaks before the sweep has found it alive', () => {
    const { state, feed, demand } = counted();
    demand('a', { want: 5 });
    feed({ kind: 'told', key: 'a', ok: false });
    expect(demand('a', { want: 5 }).map(({ kind }) => kind)).toEqual(['tell']);
    expect(state.runs.a).toMatchObject({ dead: false, dirty: false });
  });

  test('frees nothing of a run that only seems gone, whatever the time of its unsure claims', () => {
    const { feed, demand, held, pass, now } = counted();
    demand('a', { want: 1, unsure: [now() + 1_000] });
    demand('b', { want: 5 });
    pass(2_000);
    feed({ kind: 'told', key: 'a', ok: false });
    pass(10);
    expect(held()).toEqual({ a: 1, b: 4 });
    feed({ kind: 'probed', probes: { a: { closed: true, live: 0 } } });
    expect(held()).toEqual({ b: 5 });
  });

  test('grants nothing while an open run has not said what it still holds', () => {
    const account = openAccount();
    account.feed({ kind: 'start' });
    account.demand('b', { want: 5 });
    account.feed({ kind: 'census', census: { runs: { a: { id: 'run/a', live: 2, closed: false } } } });
    expect(account.held()).toEqual({ a: 0, b: 0 });
    expect(viewAccount(account.state, 1)).toMatchObject({ free: 3, holders: [{ key: 'b' }, { key: 'a', held: 2 }] });
    account.demand('a', { epoch: 'e1', want: 3, granted: 3 });
    expect(account.held()).toEqual({ a: 3, b: 2 });
  });

  test('does not wait for ever for a run that is hung', () => {
    const account = openAccount();
    account.feed({ kind: 'start' });
    account.demand('b', { want: 5 });
    account.feed({ kind: 'census', census: { runs: { a: { id: 'run/a', live: 2, closed: false } } } });
    account.pass(60_000);
    expect(account.held()).toEqual({ a: 0, b: 3 });
  });

  test('tells nobody anything while its execution is about to end', () => {
    const account = counted();
    account.feed({ kind: 'hold' });
    expect(account.demand('a', { want: 5 })).toEqual([]);
    expect(account.feed({ kind: 'start' })).toMatchObject([{ kind: 'tell', lease: { granted: 5 } }]);
  });

  test('counts tasks of a run that is closed until the sweep finds them ended', () => {
    const account = openAccount();
    account.feed({ kind: 'start' });
    const commands = account.feed({ kind: 'census', census: { runs: { a: { id: 'run/a', live: 4, closed: true } } } });
    expect(commands).toContainEqual({ kind: 'sweep', suspects: [{ key: 'a', id: 'run/a' }] });
    account.demand('b', { want: 5 });
    expect(account.held()).toEqual({ a: 4, b: 1 });
    account.feed({ kind: 'probed', probes: { a: { closed: true, live: 1 } } });
    expect(account.held()).toEqual({ a: 1, b: 4 });
    account.feed({ kind: 'probed', probes: { a: { closed: true, live: 0 } } });
    expect(account.held()).toEqual({ b: 5 });
  });

  test('hears a repeated or late demand without harm', () => {
    const account = counted();
    account.demand('a', { want: 5 });
    account.demand('a', { want: 2, returned: 3 });
    account.demand('a', { want: 5, seq: 1, granted: 0, returned: 0 });
    expect(account.held()).toEqual({ a: 2 });
    expect(account.state.runs.a).toMatchObject({ want: 2, returned: 3 });
  });

  test('recalls slots for a run that joins, to the shares of the weights', () => {
    const account = counted(4);
    account.demand('a', { want: 4 });
    const told = account.demand('b', { want: 4 });
    expect(told).toMatchObject([{ kind: 'tell', lease: { to: 'a', keep: 2, waiting: true } }]);
    account.giveBack('a', 4);
    account.giveBack('a', 4);
    expect(account.held()).toEqual({ a: 2, b: 2 });
  });

  test('shares 1:1:2 from the moment of joining, the fraction of a slot in turns', () => {
    const account = counted(5);
    const weights = { a: 1, b: 1, c: 2 };
    for (const [key, weight] of Object.entries(weights)) account.demand(key, { want: 5, weight });
    const time = { a: 0, b: 0, c: 0 };
    for (let task = 0; task < 400; task += 1) {
      account.pass(1_000);
      const held = account.held();
      for (const key of ['a', 'b', 'c'] as const) time[key] += held[key] ?? 0;
      // Every task takes as long: each run gives back what it was told not to keep.
      for (const [key, weight] of Object.entries(weights)) {
        const run = account.state.runs[key];
        const over = run === undefined ? 0 : run.granted - run.returned - run.toldKeep;
        if (over > 0) account.demand(key, { want: 5, weight, returned: (run?.returned ?? 0) + 1 });
      }
    }
    const all = time.a + time.b + time.c;
    expect(time.a / all).toBeCloseTo(0.25, 1);
    expect(time.b / all).toBeCloseTo(0.25, 1);
    expect(time.c / all).toBeCloseTo(0.5, 1);
  });

  test('serves the higher priority first, and a starved run all the same', () => {
    const account = counted(2);
    account.demand('high', { want: 2, prio: 5 });
    account.demand('low', { want: 2 });
    account.pass(599_000);
    account.giveBack('high', 2);
    expect(account.held()).toEqual({ high: 2, low: 0 });
    account.pass(1_000);
    expect(account.state.runs.high).toMatchObject({ keep: 1 });
    account.giveBack('high', 2);
    expect(account.held()).toEqual({ high: 1, low: 1 });
    expect(account.state.runs.low).toMatchObject({ keep: 0 });
  });

  test('keeps the slot of an unsure claim after the farewell, until its time', () => {
    const account = counted(5);
    account.demand('a', { want: 5 });
    account.demand('a', { bye: true, unsure: [account.now() + 100_000] });
    account.demand('b', { want: 5 });
    expect(account.held()).toEqual({ a: 1, b: 4 });
    account.pass(100_000);
    expect(account.held()).toEqual({ b: 5 });
  });

  test("hands the slots of unsure claims to the pipeline's next run, which takes up the claims", () => {
    const account = counted();
    account.demand('a', { want: 5 });
    account.demand('a', { bye: true, unsure: [1, 2, 3, 4, 5].map((n) => account.now() + n * 100_000) });
    account.demand('other', { want: 5 });
    expect(account.held()).toEqual({ a: 5, other: 0 });
    account.demand('next', { id: 'run/a', want: 5 });
    expect(account.held()).toEqual({ next: 5, other: 0 });
    // Said again, late: counted once more at worst, never granted to anybody.
    account.demand('a', { bye: true, granted: 5, unsure: [account.now() + 100_000], epoch: 'e1' });
    expect(account.held()).toMatchObject({ next: 5, other: 0 });
  });

  test('asks about a run whose lease failed, and believes one that speaks', () => {
    const account = counted(5);
    account.demand('a', { want: 5 });
    const asked = account.feed({ kind: 'told', key: 'a', ok: false });
    expect(asked).toEqual([{ kind: 'sweep', suspects: [{ key: 'a', id: 'run/a' }] }]);
    account.demand('a', { want: 5 });
    expect(account.state.runs.a?.dead).toBe(false);
  });

  test('is not brought back to a run that has said goodbye by what it said before, told once more', () => {
    const account = counted(5);
    account.demand('a', { want: 5 });
    account.demand('a', { want: 2, granted: 5 });
    account.demand('a', { bye: true, granted: 5 });
    expect(account.demand('a', { want: 2, granted: 5, epoch: account.state.epoch })).toEqual([]);
    expect(account.held()).toEqual({});
  });

  test('grants nothing while a run of the last epoch that could not be told may live', () => {
    const account = openAccount();
    account.feed({ kind: 'start' });
    account.demand('b', { want: 5 });
    account.feed({ kind: 'census', census: { runs: { a: { id: 'run/a', live: 0, closed: false } } } });
    account.feed({ kind: 'told', key: 'a', ok: false });
    expect(account.held()).toEqual({ a: 0, b: 0 });
    account.feed({ kind: 'probed', probes: { a: { closed: true, live: 0 } } });
    expect(account.held()).toEqual({ b: 5 });
  });

  test('asks at once again when it is continued as new before the answer', () => {
    const account = counted(5);
    account.demand('a', { want: 5 });
    const asked = account.feed({ kind: 'told', key: 'a', ok: false });
    expect(account.feed({ kind: 'start' })).toEqual(asked);
  });

  test('takes a new limit, and no nonsense', () => {
    const account = counted(5);
    account.demand('a', { want: 9 });
    for (const limit of [0, -1, 1.5, Number.NaN]) account.feed({ kind: 'limit', limit });
    expect(account.held()).toEqual({ a: 5 });
    const told = account.feed({ kind: 'limit', limit: 7 });
    expect(told).toMatchObject([{ kind: 'tell', lease: { to: 'a', limit: 7 } }]);
    account.demand('a', { want: 7 });
    expect(account.held()).toEqual({ a: 7 });
  });

  test('lets a run that had what it wanted save up no credit for the time when it wants more', () => {
    const account = counted(3);
    account.demand('modest', { want: 1 });
    account.demand('greedy', { want: 3 });
    account.pass(600_000);
    // Ten minutes with two slots against one: from now on they share all three, half a slot each in turns.
    account.demand('modest', { want: 3 });
    let modest = 0;
    for (let task = 0; task < 40; task += 1) {
      account.pass(10_000);
      modest += account.held().modest ?? 0;
      for (const key of ['modest', 'greedy']) {
        const run = account.state.runs[key];
        if (run !== undefined && run.granted - run.returned > run.toldKeep) account.giveBack(key, 3);
      }
    }
    expect(modest / 40).toBeGreaterThan(1.4);
    expect(modest / 40).toBeLessThan(1.6);
  });

  test('forgets at its farewell what a run held and wanted', () => {
    const account = counted();
    account.demand('a', { want: 5 });
    account.demand('b', { want: 5 });
    account.demand('a', { want: 5, bye: true });
    expect(account.held()).toEqual({ b: 5 });
    expect(viewAccount(account.state, 1)).toMatchObject({ waiting: false, holders: [{ key: 'b', share: 5 }] });
  });

  test('says who holds what and why', () => {
    const account = counted(4);
    const because = () =>
      Object.fromEntries(viewAccount(account.state, 1).holders.map((holder) => [holder.key, holder.because]));
    account.demand('a', { want: 3, weight: 3 });
    account.demand('b', { want: 1 });
    expect(because()).toEqual({ a: 'has what it wants', b: 'has what it wants' });
    account.demand('b', { want: 0, returned: 0 });
    expect(because().b).toBe('keeps idle slots while nobody waits');
    account.demand('c', { want: 4 });
    expect(because()).toMatchObject({ b: 'gives its idle slots back', c: 'waits for a slot' });
    account.demand('b', { want: 0, returned: 1 });
    account.demand('c', { want: 4 });
    account.demand('a', { want: 4, weight: 1 });
    expect(viewAccount(account.state, 1).waiting).toBe(true);
    expect(because()).toMatchObject({
      a: 'has more than its share: gives one back when a task ends',
      c: 'has less than its share: waits for a task of another to end',
    });
    account.giveBack('a', 4);
    expect(because()).toMatchObject({ a: 'has its share', c: 'has its share' });
    account.demand('d', { want: 4, prio: -1 });
    expect(because().d).toBe('waits behind a higher priority');
  });
});
