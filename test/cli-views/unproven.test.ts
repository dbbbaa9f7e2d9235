import { expect, it } from 'vitest';
import { peopleLines, waitWords } from '../../cli/live/people-lines.ts';
import { standsStill } from '../../cli/live/stands-still.ts';
import { unprovenOf } from '../../cli/session/unproven-slots.ts';
import type { AccountView, Holder } from '../../plan/account-view.ts';

const holder = (stem: string, held: number, unsure: number): Holder => ({
  key: stem,
  id: `run/store/${stem}`,
  held,
  want: 0,
  weight: 1,
  prio: 0,
  share: 0,
  dead: true,
  unsure: Array.from({ length: unsure }, () => 1),
  because: '',
});
const account = (holders: readonly Holder[], more: Partial<AccountView> = {}): AccountView => ({
  ...{ limit: 5, effective: 5, loweredUntilMs: null, free: 0, waiting: true, counting: false, holders },
  ...more,
});

it('slots of claims that nobody can prove are told where there are no others, with whose they are', () => {
  const full = account([holder('monday', 3, 3), holder('tuesday', 2, 2)]);
  expect(unprovenOf(full)).toEqual({ slots: 5, runs: ['monday', 'tuesday'] });
  expect(unprovenOf(account([holder('monday', 4, 4)]))).toBeUndefined();
  // One of its two tasks is rendering: its slot comes free by itself.
  expect(unprovenOf(account([holder('monday', 4, 4), holder('tuesday', 2, 0)]))).toBeUndefined();
});

it('an account that is paused or still counts says so by other words', () => {
  const holders = [holder('monday', 5, 5)];
  expect(unprovenOf(account(holders, { counting: true }))).toBeUndefined();
  expect(unprovenOf(account(holders, { paused: { code: 'ACCOUNT_PAUSED' } }))).toBeUndefined();
});

it('a run that waits for such slots stands still, and says what to type', () => {
  const unproven = { slots: 5, runs: ['monday'] };
  const view = {
    ...{ cursor: 1, total: 2, loaded: true, counts: { ready: 2 }, current: 0, changes: [], cancelled: false },
    ...{ money: { planned: 0, reserved: 0, spent: 0, refunded: 0, limit: null }, startedMs: 0, over: false },
    slots: { held: 0, used: 0, limit: 5, waiting: true },
  };
  expect(standsStill(view)).toBe(false);
  expect(standsStill({ ...view, unproven })).toBe(true);
  expect(waitWords({ ...view, unproven })).toContain('all 5 slots are held by unsure nodes, of monday');
  const plan = { pipeline: 'film', file: 'film.yaml', nodes: [], account: 'default' };
  const progress = {
    plan: plan as never,
    nodes: [],
    view: { ...view, unproven },
    decided: new Set<number>(),
    kinds: [],
    took: new Map(),
  };
  const [line] = peopleLines(progress, { run: 'film#1', realm: 'simulator', nowMs: 0 }, 4);
  expect(line?.map(([text]) => text).join('')).toMatch(/^slots +all 5 slots .*: dailies account --simulate$/);
});

it('a run whose vendor accepts nothing of anybody says so, and no more when it is over', () => {
  const view = {
    ...{ cursor: 1, total: 2, loaded: true, counts: { ready: 2 }, current: 0, changes: [], cancelled: false },
    ...{ money: { planned: 0, reserved: 0, spent: 0, refunded: 0, limit: null }, startedMs: 0, over: false },
    slots: { held: 0, used: 0, limit: 5, waiting: true, refusing: true as const },
  };
  const words = 'the vendor refused another task for now (429): nothing to do: the run waits and goes on';
  expect(waitWords(view)).toBe(words);
  const plan = { pipeline: 'film', file: 'film.yaml', nodes: [], account: 'default' };
  const progress = { plan: plan as never, nodes: [], view, decided: new Set<number>(), kinds: [], took: new Map() };
  const facts = { run: 'film#1', realm: 'simulator', nowMs: 0 };
  expect(
    peopleLines(progress, facts, 4)[0]
      ?.map(([text]) => text)
      .join(''),
  ).toContain(words);
  expect(waitWords({ ...view, over: true })).toBeUndefined();
  expect(peopleLines({ ...progress, view: { ...view, over: true } }, facts, 4)).toEqual([]);
});
