/** A lock or picks file that is there and cannot be read: exit 65, nothing paid. Never the same as an empty one. */
export class LockUnreadable extends Error {
  override readonly name = 'LockUnreadable';
  readonly exit = 65;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly hint: string;

  constructor(file: string, line: number, found: string, hint: string) {
    super(`${file}:${line}: ${found}`);
    this.file = file;
    this.line = line;
    this.hint = hint;
  }
}
