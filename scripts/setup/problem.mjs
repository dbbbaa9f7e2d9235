/** What a person has to mend. The message is complete; the exit code is as in docs/reference. */
export class SetupProblem extends Error {
  constructor(message, exitCode) {
    super(message);
    this.name = 'SetupProblem';
    this.exitCode = exitCode;
  }
}
