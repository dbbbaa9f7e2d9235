/** The configuration cannot be used: exit 78 (or 77, 73), a sentence with its place, and what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly hint: string;
  readonly exit: 73 | 77 | 78;

  constructor(message: string, hint: string, exit: 73 | 77 | 78 = 78) {
    super(message);
    this.hint = hint;
    this.exit = exit;
  }
}
