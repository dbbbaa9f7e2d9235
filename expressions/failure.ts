/** A mistake in an expression. `at`: offset in characters into the expression's text. */
export class ExpressionFailure extends Error {
  readonly at: number;
  readonly hint: string | undefined;
  /** What it names is not wanted, or was not made: `*` leaves it out. */
  readonly isAbsent: boolean;

  constructor(message: string, at = 0, hint?: string, isAbsent = false) {
    super(message);
    this.name = 'ExpressionFailure';
    this.at = at;
    this.hint = hint;
    this.isAbsent = isAbsent;
  }
}

/** True for a mistake in an expression. */
export function isExpressionFailure(error: unknown): error is ExpressionFailure {
  return error instanceof ExpressionFailure;
}
