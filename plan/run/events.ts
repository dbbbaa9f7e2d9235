import type { ReadonlyPicks } from '../activity.ts';
import type {
  ApprovalOutcome,
  ConditionOutcome,
  FileOutcome,
  PickOutcome,
  ResolutionOutcome,
  SubmitOutcome,
  TaskOutcome,
} from '../outcome.ts';
import type { CancelRequest, RetryRequest, WakeRequest } from '../run-view.ts';
import type { Demand, Lease } from '../slots/messages.ts';

/** Which answer of which attempt: one that nobody waits for any more is ignored. */
type Answer<Outcome> = { readonly node: number; readonly attempt: number; readonly outcome: Outcome };

/** What a run hears of. */
export type RunEvent =
  /** A new execution, the first or one that takes up a carried state. */
  | { readonly kind: 'start' }
  | { readonly kind: 'lease'; readonly lease: Lease }
  /** The answer of a submit or of a recovery. */
  | ({ readonly kind: 'submitted' } & Answer<SubmitOutcome>)
  /** The submit's answer is lost: nobody knows how far it came. */
  | { readonly kind: 'submit-lost'; readonly node: number; readonly attempt: number }
  | ({ readonly kind: 'task' } & Answer<TaskOutcome>)
  | ({ readonly kind: 'resolved' } & Answer<ResolutionOutcome>)
  /** A download, restore, fetch or concat. */
  | ({ readonly kind: 'file' } & Answer<FileOutcome>)
  | { readonly kind: 'pick'; readonly node: number; readonly outcome: PickOutcome }
  | { readonly kind: 'approval'; readonly node: number; readonly outcome: ApprovalOutcome }
  /** `seen`: as in the command. */
  | { readonly kind: 'condition'; readonly node: number; readonly seen: string; readonly outcome: ConditionOutcome }
  /** An activity other than submit failed for good: a bug of ours. */
  | { readonly kind: 'broke'; readonly node: number; readonly attempt: number; readonly what: RunCommand['kind'] }
  | { readonly kind: 'rechecked'; readonly completed: readonly number[] }
  | { readonly kind: 'record-saved' }
  /** The demand was acknowledged, or the account is not there. */
  | { readonly kind: 'said'; readonly ok: boolean }
  | { readonly kind: 'ensured' }
  | { readonly kind: 'cancel'; readonly request: CancelRequest }
  | { readonly kind: 'wake'; readonly request: WakeRequest }
  | { readonly kind: 'retry'; readonly request: RetryRequest }
  /** The execution must end soon: nothing is begun that a new execution could not take up. */
  | { readonly kind: 'hold' }
  /** The alarm went off. */
  | { readonly kind: 'tick' };

/** A node's command, with all that its activity needs besides the place. */
type NodeCommand = { readonly node: number; readonly generation: number; readonly attempt: number };

export type RunCommand =
  | ({
      readonly kind: 'submit' | 'recover';
      readonly chosen: ReadonlyPicks;
      readonly unwanted?: readonly number[];
    } & NodeCommand)
  /** One await of a node at a time: a second takes the first one's place. */
  | ({
      readonly kind: 'await';
      readonly task: string;
      readonly acceptedAtMs: number;
      readonly timeoutMs: number | null;
      readonly late: boolean;
      readonly processing: boolean;
      readonly cancel: boolean;
    } & NodeCommand)
  | ({ readonly kind: 'resolve'; readonly untilMs: number; readonly quiet?: true } & NodeCommand)
  | ({ readonly kind: 'download'; readonly task: string } & NodeCommand)
  | ({ readonly kind: 'restore' } & NodeCommand)
  | ({ readonly kind: 'fetch' } & NodeCommand)
  | ({
      readonly kind: 'concat';
      readonly chosen: ReadonlyPicks;
      readonly unwanted?: readonly number[];
    } & NodeCommand)
  /** `first`: nobody answered in time, so that many of the first are taken, and written down as the answer. */
  | { readonly kind: 'ask'; readonly node: number; readonly done: readonly number[]; readonly first?: number }
  /** `shown`: what is done of the nodes that it shows. */
  | { readonly kind: 'approve'; readonly node: number; readonly shown: readonly number[] }
  /** `seen`: the states of what the node's edges point at, one character an edge. */
  | { readonly kind: 'condition'; readonly node: number; readonly seen: string; readonly chosen: ReadonlyPicks }
  | { readonly kind: 'recheck'; readonly tasks: readonly { readonly node: number; readonly task: string }[] }
  | { readonly kind: 'save' }
  | { readonly kind: 'say'; readonly demand: Demand }
  | { readonly kind: 'ensure' };
