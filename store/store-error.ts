/** Why the store cannot do what was asked: `exit` is the process's (73 cannot write, 65 a file is invalid, 75 later). */
const EXITS = {
  /** It is there and cannot be read, or is not what it must be. Never the same as absent. */
  UNREADABLE: 73,
  /** Disk full, no permission, no hard links. */
  UNWRITABLE: 73,
  /** The bytes of a file are not those of its sha256. */
  MEDIA_CORRUPT: 73,
  /** Another process holds the file for too long. */
  BUSY: 75,
  /** A name that may not become a path. */
  BAD_NAME: 70,
} as const;
export type StoreErrorCode = keyof typeof EXITS;

export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  readonly exit: 65 | 70 | 73 | 75;
  /** The key or path it is about. */
  readonly place: string;

  constructor(code: StoreErrorCode, place: string, found: string, cause?: unknown) {
    super(`${place}: ${found}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.exit = EXITS[code];
    this.place = place;
  }
}

/** The system's code of a failed call (ENOENT, ENOSPC, …), or ''. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
