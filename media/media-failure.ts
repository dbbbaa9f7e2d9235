/**
 * Why a file could not be measured, joined or cut. `not-a-file`: a folder, or what nobody may read; `truncated`: a part of the container is missing;
 * `different`: it does not fit to the first file of a join; `no-cut`: no key
 * picture stands where it could be cut.
 */
export type MediaFailure = {
  readonly ok: false;
  readonly code:
    | 'missing'
    | 'not-a-file'
    | 'empty'
    | 'not-a-video'
    | 'not-a-sound'
    | 'truncated'
    | 'different'
    | 'no-cut';
  readonly path: string;
  readonly message: string;
};

/** A failure as a value, so that callers decide by `code`. */
export function mediaFailure(code: MediaFailure['code'], path: string, message: string): MediaFailure {
  return { ok: false, code, path, message };
}
