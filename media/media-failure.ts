/**
 * Why a file could not be measured or joined. `truncated`: a part of the container is missing;
 * `different`: it does not fit to the first file of a join.
 */
export type MediaFailure = {
  readonly ok: false;
  readonly code: 'missing' | 'empty' | 'not-a-video' | 'truncated' | 'different';
  readonly path: string;
  readonly message: string;
};

/** A failure as a value, so that callers decide by `code`. */
export function mediaFailure(code: MediaFailure['code'], path: string, message: string): MediaFailure {
  return { ok: false, code, path, message };
}
