import type { RunDocument } from '../../../cli/views/run-json.ts';
import type { AccountView } from '../../../plan/account-view.ts';
import type { Claim } from '../../../plan/claim.ts';
import type { Quota } from '../../../plan/quota.ts';
import type { MakeRecord } from '../../../plan/record.ts';
import type { LedgerTask, StatsView } from '../../../simulator/index.ts';
import type { ClaimState, Uncollected } from '../../../store/index.ts';

/** One attempt to pay that is not void. */
export type Intent = ClaimState & { readonly claim: Claim };

/** A text that people or programs may read, and where it stands. */
export type Text = { readonly place: string; readonly text: string };

/** All that a trial left behind, as far as the books (test/e2e/audit) do not balance it. */
export type Evidence = {
  readonly cap: number;
  readonly claims: readonly Intent[];
  readonly records: readonly MakeRecord[];
  /** The vendor's tasks of this run. */
  readonly tasks: readonly LedgerTask[];
  readonly stats: Pick<StatsView, 'refusals' | 'slotGapsMs'>;
  /** sha256 of every file that the vendor serves, by its name there: a task's, or that of its content. */
  readonly served: { readonly [name: string]: string };
  /** What each command said of the run, in order. */
  readonly documents: readonly RunDocument[];
  readonly uncollected: readonly Uncollected[];
  readonly twins: readonly { readonly reserved: Quota }[];
  /** What the run says is reserved. */
  readonly reserved: Quota | undefined;
  /** What the budget allows. */
  readonly limit: Quota | undefined;
  readonly account: AccountView | undefined;
  /** How run and account stand in the engine, in words. */
  readonly standing: string;
  /** When `cancel` was acknowledged, ms since the epoch. */
  readonly cancelledMs?: number;
  readonly texts: readonly Text[];
  readonly secrets: readonly RegExp[];
  /** Visits of an address that nobody may be sent to. */
  readonly trapped: number;
  /** Relative to the folder of the trial: project and home are the only two in it. */
  readonly files: readonly string[];
};
