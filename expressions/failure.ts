/** A mistake in an expression. `at`: offset in characters into the expression's text. */
export class ExpressionFailure extends Error {
  readonly at: number;
  readonly hint: string | undefined;

  constructor(message: string, at = 0, hint?: string) {
    super(message);
    this.name = 'ExpressionFailure';
    this.at = at;
    this.hint = hint;
  }
}

/** True for a mistake in an expression. */
export function isExpressionFailure(error: unknown): error is ExpressionFailure {
  return error instanceof ExpressionFailure;
}
