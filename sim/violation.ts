/** An invariant of docs/reliability.md does not hold; `law` names it. */
export class Violation extends Error {
  readonly law: string;

  constructor(law: string, what: string) {
    super(`${law}: ${what}`);
    this.name = 'Violation';
    this.law = law;
  }
}
