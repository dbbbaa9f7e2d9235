/** What was typed or found cannot be carried out: a sentence, what to do, and the exit code. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exit: number;
  readonly hint: string;

  constructor(exit: number, message: string, hint: string) {
    super(message);
    this.exit = exit;
    this.hint = hint;
  }
}
