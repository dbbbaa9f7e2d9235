/**
 * What a step's `if` asks for, as far as it is known before the run (language: Expressions, Results).
 * kept: nothing of its own; what was made counts unless what it directly refers to turns out not wanted.
 * never: false in any case; failure, always, cancelled: that function and nothing else, decided without I/O;
 * after-success: an expression that only counts where nothing that is needed failed; free: an expression that names
 * failure(), always() or cancelled(), so that it alone decides. The last two are evaluated when all edges have ended.
 */
export const CONDITION_KINDS = ['kept', 'never', 'failure', 'always', 'cancelled', 'after-success', 'free'] as const;
export type ConditionKind = (typeof CONDITION_KINDS)[number];

/** A step's `if`; absent: `success()`, as where nothing is written. `text`: the bare expression. */
export type Condition = { readonly kind: ConditionKind; readonly text: string };

/** What the status functions of an `if` say of the edges of a node, all of which have ended. */
export type EdgeStatus = {
  readonly success: boolean;
  readonly failure: boolean;
  readonly always: boolean;
  readonly cancelled: boolean;
};
