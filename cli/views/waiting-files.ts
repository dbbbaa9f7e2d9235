import { FAILURES, type FailureCode } from '../../plan/failures.ts';
import { dollars, type Quota, usdOf } from '../../plan/quota.ts';
import { TIMING } from '../../plan/timing.ts';
import { clean } from '../terminal/clean.ts';
import { clockTime } from '../terminal/clock-times.ts';
import { duration } from '../terminal/durations.ts';
import type { Screen } from '../terminal/screen.ts';

/** A task that was accepted and whose file is not here. */
export type WaitingFile = {
  readonly node: string;
  readonly task: string;
  /** What it has cost, or what is reserved for it. */
  readonly cost: Quota;
  /** Until when its file can be had. */
  readonly endsAtMs: number;
  /** What stands in the way, where something does. */
  readonly code?: FailureCode;
  /** Nothing more is tried. */
  readonly lost: boolean;
};

/** Those that people must hear of: lost, kept from coming by something that they can mend, or with a link that ends soon. */
export function urgentFiles(files: readonly WaitingFile[], nowMs: number): readonly WaitingFile[] {
  return files.filter(
    ({ lost, code, endsAtMs }) => lost || code !== undefined || endsAtMs - nowMs < TIMING.linkWarningMs,
  );
}

/** What was paid and lost, and what is paid and must come before its link ends, one a line. */
export function waitingLines(
  files: readonly WaitingFile[],
  { paint, zone, nowMs }: Pick<Screen, 'paint' | 'zone' | 'nowMs'>,
): readonly string[] {
  return urgentFiles(files, nowMs).map((file) => {
    const paid = `${clean(file.node)}: ${dollars(file.cost)}`;
    const why = file.code === undefined ? '' : ` (${file.code}: ${FAILURES[file.code].sentence})`;
    const task = `task ${clean(file.task)}`;
    if (file.lost) return `${paint('bad', 'lost')}      ${paid} was paid for ${task}, and there is no file${why}`;
    const end = clockTime(file.endsAtMs, zone);
    const when = file.endsAtMs > nowMs ? `may end ${end}, in ${duration(file.endsAtMs - nowMs)}` : `ended ${end}`;
    return `${paint('warn', 'link')}      ${paid} for ${task}, its file is not here yet; its link ${when}${why}`;
  });
}

/** The same as data. */
export function waitingDocument(files: readonly WaitingFile[]) {
  return files.map(({ node, task, cost, endsAtMs, code, lost }) => ({
    ...{ node, task, cost: usdOf(cost), linkEndsAt: isoOf(endsAtMs), lost },
    ...(code === undefined ? {} : { code }),
  }));
}

function isoOf(ms: number): string {
  // A vendor may name any number, and not each is a date.
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : '';
}
