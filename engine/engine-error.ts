/** The closed set of what can go wrong around the engine. */
export type EngineErrorCode =
  /** No Temporal binary could be found, downloaded or built. */
  | 'ENGINE_NONE'
  /** A daemon of another Dailies version is running in this home. */
  | 'ENGINE_VERSION'
  /** The home's lock is held by something that cannot be judged from here. */
  | 'ENGINE_LOCKED'
  /** No free port, or another program took it. */
  | 'ENGINE_PORT'
  /** The server or the worker does not come up. */
  | 'ENGINE_START'
  /** A Temporal of the user's own does not answer. */
  | 'ENGINE_UNREACHABLE'
  /** The disk is full. */
  | 'DISK_FULL'
  /** The home or cache folder cannot be written. */
  | 'HOME_NOT_WRITABLE';

const codes: readonly string[] = [
  'ENGINE_NONE',
  'ENGINE_VERSION',
  'ENGINE_LOCKED',
  'ENGINE_PORT',
  'ENGINE_START',
  'ENGINE_UNREACHABLE',
  'DISK_FULL',
  'HOME_NOT_WRITABLE',
] satisfies readonly EngineErrorCode[];

/** A failure of the engine: a sentence in `message`, what to do in `hint`. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;
  readonly hint: string;

  constructor(code: EngineErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EngineError';
    this.code = code;
    this.hint = hint;
  }
}

/** Whether a caught value is an engine failure. */
export function isEngineError(value: unknown): value is EngineError {
  return value instanceof EngineError;
}

/** Whether a string read from disk is one of the codes. */
export function isEngineErrorCode(value: unknown): value is EngineErrorCode {
  return typeof value === 'string' && codes.includes(value);
}

/** The code of a system error (`ENOENT`, `EEXIST`), or nothing. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
