/** gRPC's words for "nobody answered": DEADLINE_EXCEEDED, UNAVAILABLE. */
const NOBODY = new Set([4, 14]);

/** Whether a call failed because the engine is away or just being started again; the SDK wraps what gRPC says. */
export function isEngineAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && typeof error.code === 'number' && NOBODY.has(error.code)) || isEngineAway(error.cause);
}
