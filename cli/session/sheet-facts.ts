import { FAILURES } from '../../plan/failures.ts';
import type { Decided } from '../../plan/states/index.ts';
import type { Due, SheetFacts } from '../../sheet/index.ts';
import type { ProjectStore } from '../../store/index.ts';
import { forecastOfRun, type Progress } from '../live/index.ts';
import type { Report } from '../views/index.ts';
import { makesOfRun } from './makes-of-run.ts';
import { reportOf } from './report-of.ts';
import { speedOf } from './seen-around.ts';
import type { SeenRun } from './seen-run.ts';
import { type NodesOfSheet, sheetNodes } from './sheet-nodes.ts';

export type FactsOptions = {
  readonly store: ProjectStore;
  readonly seen: SeenRun;
  readonly link: NodesOfSheet['link'];
  readonly decided?: Decided;
  readonly due?: Due;
  /** What `undo` would take back. */
  readonly undo?: string;
};

/** All that the sheet of a run is made from: what its report tells, and what people have answered and written. */
export async function sheetFacts({ store, seen, link, decided, due, undo }: FactsOptions): Promise<SheetFacts> {
  const { entry, plan, progress } = seen;
  const report = await reportOf(store, seen);
  const makes = await makesOfRun(store, plan, await store.decisions.get(entry.decisions));
  const speed = speedOf(store, entry);
  const isOpen = entry.ended === undefined && seen.standing !== 'lost';
  const view = progress?.view;
  const leftMs = progress === undefined || seen.state !== 'running' ? undefined : likelyMs(progress, speed);
  const notice = noticeOf(seen);
  return {
    plan,
    head: {
      run: report.run,
      name: report.name === entry.pipeline ? '' : report.name,
      simulated: entry.realm === 'simulator',
      state: WORDS[seen.state],
      tone: seen.state === 'done' ? 'good' : seen.state === 'running' ? 'busy' : TONES.has(seen.state) ? 'bad' : 'warn',
      ...(notice === undefined ? {} : { notice }),
      startedMs: report.startedMs,
      ...(report.endedMs === undefined ? {} : { endedMs: report.endedMs }),
      ...(leftMs === undefined ? {} : { leftMs }),
      ...(view === undefined || !isOpen ? {} : { slots: { used: view.slots.used, limit: view.slots.limit } }),
      ...(undo === undefined ? {} : { undo }),
    },
    money: moneyOf(report),
    nodes: sheetNodes({ report, makes, progress, decided, link, speed }),
    answers: await store.picks.read(entry),
    approvals: await store.picks.approvals(entry),
    notes: await store.picks.notes(entry),
    ...(due === undefined ? {} : { due }),
    isOpen,
  };
}

/** Without the time that people take. */
function likelyMs(progress: Progress, speed: number): number | undefined {
  const nowMs = Date.now();
  const { until, rest } = forecastOfRun(progress, nowMs, speed) ?? {};
  return until && until.likely - nowMs + (rest?.likely ?? 0);
}

/** What a run answers has more in it. */
function moneyOf({ money, limit }: Report): SheetFacts['money'] {
  const { spent, planned, reserved, refunded } = money;
  return { spent, planned, reserved, refunded, ...(limit === undefined ? {} : { limit }) };
}

const TONES: ReadonlySet<SeenRun['state']> = new Set(['failed', 'unsure', 'cancelled', 'over-budget'] as const);

const WORDS: { readonly [state in SeenRun['state']]: string } = {
  running: 'running',
  paused: 'paused',
  asking: 'waits for you',
  cancelling: 'being cancelled',
  done: 'done',
  failed: 'ended, not all was made',
  unsure: 'ended, something is unsure',
  'over-budget': 'ended at its budget',
  cancelled: 'cancelled',
  blocked: 'blocked',
  unknown: 'not finished',
};

function noticeOf({ progress, stuck, standing }: SeenRun): string | undefined {
  if (stuck !== undefined) return stuck;
  if (standing === 'lost') return 'the engine does not know this run any more; the store has what was paid';
  if (standing === 'unknown') return 'the engine does not answer: dailies resume goes on';
  const paused = progress?.view?.paused;
  if (paused === undefined || standing !== 'open') return undefined;
  const { sentence, hint } = FAILURES[paused];
  return `${sentence}: ${hint}`;
}
