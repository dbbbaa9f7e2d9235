import { dollars, type Quota } from '../../plan/quota.ts';
import { clockTime } from '../terminal/clock-times.ts';
import { count } from '../terminal/numbers.ts';
import type { Style } from '../terminal/paint.ts';
import type { Screen } from '../terminal/screen.ts';
import { table } from '../terminal/table.ts';
import { costDocument } from './run-json.ts';
import type { RunState } from './run-state.ts';

/** A run in the list. Times in ms since the epoch, money in quota units. */
export type ListedRun = {
  readonly run: string;
  readonly file: string;
  readonly realm: string;
  /** `unknown`: open as far as the store knows, and the engine does not answer. */
  readonly state: RunState | 'unknown';
  readonly startedMs: number;
  readonly endedMs?: number;
  readonly done: number;
  readonly total: number;
  readonly money: { readonly planned: Quota; readonly spent: Quota; readonly refunded: Quota };
};

/** All runs, newest first. */
export function listView(runs: readonly ListedRun[], { columns, paint, zone }: Screen): string {
  if (runs.length === 0) return 'no runs yet: dailies run FILE starts one';
  const newest = runs.toSorted((a, b) => b.startedMs - a.startedMs);
  const rows = newest
    .slice(0, MOST)
    .map((run) => [
      run.run,
      { text: run.state, style: STYLES[run.state] },
      run.total === 0 ? '' : `${count(run.done)}/${count(run.total)}`,
      dollars(run.money.spent),
      dollars(run.money.planned),
      clockTime(run.startedMs, zone),
      run.endedMs === undefined ? '' : clockTime(run.endedMs, zone),
      run.realm,
      run.file,
    ]);
  const text = table(COLUMNS, rows, columns, paint);
  return newest.length > MOST ? `${text}\n… and ${count(newest.length - MOST)} older runs` : text;
}

/** The list as data, times in ISO, money in USD. */
export function listDocument(runs: readonly ListedRun[]) {
  return runs.map((run) => ({
    run: run.run,
    file: run.file,
    realm: run.realm,
    state: run.state,
    startedAt: new Date(run.startedMs).toISOString(),
    endedAt: run.endedMs === undefined ? null : new Date(run.endedMs).toISOString(),
    done: run.done,
    total: run.total,
    cost: costDocument(run.money),
  }));
}

const MOST = 200;
const COLUMNS = [
  { title: 'run', flexible: true },
  { title: 'state' },
  { title: 'done', align: 'right' },
  { title: 'spent', align: 'right' },
  { title: 'planned', align: 'right', optional: true },
  { title: 'started' },
  { title: 'ended', optional: true },
  { title: 'realm', optional: true },
  { title: 'file', flexible: true, optional: true },
] as const;
const STYLES: { readonly [state in ListedRun['state']]?: Style } = {
  done: 'good',
  failed: 'bad',
  unsure: 'bad',
  'over-budget': 'bad',
  blocked: 'warn',
  paused: 'warn',
  asking: 'warn',
  unknown: 'warn',
  running: 'busy',
  cancelling: 'busy',
};
