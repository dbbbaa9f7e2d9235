import type { FailureCode } from '../../plan/failures.ts';
import type { Quota } from '../../plan/quota.ts';
import type { NodeState } from '../../plan/run-view.ts';
import type { RunOutput } from './output-lines.ts';
import type { RunState } from './run-state.ts';
import type { WaitingFile } from './waiting-files.ts';

/** A node as the report tells it. Times in ms, money in quota units. */
export type ReportNode = {
  readonly node: string;
  readonly step: string;
  /** `current`: kept at $0. */
  readonly state: NodeState | 'current';
  readonly code?: FailureCode;
  /** What to type where it asks a person. */
  readonly answer?: string;
  /** The vendor's own words. */
  readonly message?: string;
  /** Our own words: which rule it breaks, why a file is of no use. */
  readonly reason?: string;
  /** Relative to the project's root. */
  readonly file?: string;
  readonly sha256?: string;
  /** Seconds of video, measured. */
  readonly seconds?: number;
  readonly model?: string;
  readonly task?: string;
  readonly attempts: number;
  /** From acceptance to the file. */
  readonly renderMs?: number;
  readonly cost: Quota;
  /** The vendor named no cost: it is the estimate. */
  readonly costAssumed?: boolean;
  /** What came back of failed attempts that the vendor named no cost for: nobody has confirmed it. */
  readonly refundsAssumed?: number;
  /** Why a person should look at the bill, and what it says. */
  readonly bill?: { readonly code: FailureCode; readonly message: string };
};

/** A task that was made by sending a claim again: the first send may have made one that is billed as well. */
export type ReportTwin = {
  readonly node: string;
  readonly task: string;
  /** The other one, where it is known. */
  readonly second?: string;
  /** Its file was taken: the other one brought none. */
  readonly taken?: true;
  readonly reserved: Quota;
  readonly untilMs: number;
};

/** A run as a person reads it in the morning. */
export type Report = {
  /** stem#n. */
  readonly run: string;
  readonly name: string;
  readonly file: string;
  readonly realm: string;
  readonly account: string;
  readonly state: RunState;
  readonly startedMs: number;
  /** Absent while it is open. */
  readonly endedMs?: number;
  readonly rendersFolder: string;
  readonly money: {
    readonly planned: Quota;
    readonly spent: Quota;
    readonly refunded: Quota;
    readonly reserved: Quota;
  };
  /** The budget, the smaller of the file's and --max-cost. */
  readonly limit?: Quota;
  readonly twins: readonly ReportTwin[];
  /** Accepted tasks whose files are not here; absent: none. */
  readonly waiting?: readonly WaitingFile[];
  /** What the file hands out; absent: nothing. */
  readonly outputs?: readonly RunOutput[];
  /** In file order. */
  readonly nodes: readonly ReportNode[];
};

/** The renders of this run that took longest, slowest first. */
export function slowest(report: Report, most = 5): readonly ReportNode[] {
  return report.nodes
    .filter((node) => node.renderMs !== undefined && node.state === 'done')
    .toSorted((a, b) => (b.renderMs ?? 0) - (a.renderMs ?? 0))
    .slice(0, most);
}

/** How many nodes are in which state, `current` apart. */
export function stateCounts(report: Report): ReadonlyMap<ReportNode['state'], number> {
  const counts = new Map<ReportNode['state'], number>();
  for (const { state } of report.nodes) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}
