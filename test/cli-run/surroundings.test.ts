import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { accountOf, surroundingsOf } from '../../cli/session/surroundings.ts';
import type { AccountView, Holder } from '../../plan/account-view.ts';
import { openStore, putTimes } from '../../store/index.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'dailies-around-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const holder = (more: Partial<Holder>): Holder => ({
  ...{
    key: 'k',
    id: 'run/s/other',
    held: 1,
    want: 1,
    weight: 1,
    prio: 0,
    share: 1,
    dead: false,
    unsure: [],
    because: '',
  },
  ...more,
});
const account = (more: Partial<AccountView>): AccountView => ({
  ...{ limit: 5, effective: 5, loweredUntilMs: null, free: 5, waiting: false, counting: false, holders: [] },
  ...more,
});

test('slots that nothing frees soon are none: of runs that are gone, and of unsure claims of others', () => {
  const holders = [
    holder({ dead: true, held: 2 }),
    holder({ held: 2, unsure: [1] }),
    holder({ id: 'ours', unsure: [1] }),
  ];
  expect(accountOf(account({ effective: 4, holders }), 'ours')).toEqual({ slots: 1 });
  expect(accountOf(account({ holders }), 'ours')).toEqual({ slots: 2 });
});

test('a paused account goes on when it says so, else nobody knows when', () => {
  expect(accountOf(account({ paused: { code: 'WINDOW_USED', untilMs: 7 } }), '')).toMatchObject({ pausedUntilMs: 7 });
  expect(accountOf(account({ paused: { code: 'ACCOUNT_PAUSED' } }), '').pausedUntilMs).toBe(Number.POSITIVE_INFINITY);
});

test('without an engine there are the learned times of the account, or of all where no key tells which', async () => {
  const store = await openStore({ root, realm: 'simulator' });
  await putTimes(store, 'a', 'fast,480p,5', [1000, 3000]);
  await putTimes(store, 'b', 'fast,480p,5', [5000]);
  await store.objects.put('times/a/torn', new TextEncoder().encode('{'));
  const asked = { store, ours: '', usualMs: 1, speed: 1, pollMs: 5000 };
  const one = await surroundingsOf(undefined, { ...asked, account: 'a' });
  expect(one).toEqual({ times: new Map([['fast,480p,5', [1000, 3000]]]), rivals: [], lateMs: 2500 });
  const all = await surroundingsOf(undefined, { ...asked, account: undefined });
  expect(all.times.get('fast,480p,5')).toEqual([1000, 3000, 5000]);
});

test('what of the day’s money is spent is counted where the account has a limit for it', async () => {
  const store = await openStore({ root, realm: 'simulator' });
  const dayLimit = { quota: 10_000_000, zone: 'UTC' };
  const asked = { store, account: 'a', ours: '', usualMs: 1, speed: 1, pollMs: 0, dayLimit };
  expect((await surroundingsOf(undefined, asked)).day).toEqual({ limit: 10_000_000, zone: 'UTC', spent: 0 });
});
