/** grpc-js, of a call on a connection that was closed. */
const CLOSED = 'Channel has been shut down';

/**
 * A call that an engine did not answer is repeated by the SDK after a pause. Where the command has ended meanwhile and
 * closed its connection, that throws out of a timer, past everybody who might catch it; nobody waits for it any more.
 */
export function forgiveLateCalls(process: NodeJS.Process, other: (error: unknown) => Promise<number>): void {
  process.on('uncaughtException', (error) => {
    if (error.message === CLOSED) return;
    void other(error).then((code) => process.exit(code));
  });
}
