import { completeRequest, hasMedia, withoutNulls } from './complete-request.ts';
import type { JsonObject } from './json.ts';

export { completeRequest, isRequest } from './complete-request.ts';

/** What a derived request is made from. Fields may hold Deferreds (at compile time) or final values (at submit). */
export type Derivation = {
  readonly kind: 'promote' | 'link';
  /** The source's request as made; absent where the source is a URL. */
  readonly source: JsonObject | undefined;
  /** The derived step's own fields: profile < with < link. null removes. */
  readonly fields: JsonObject;
  /** link: the video that is continued, `sha256:<hex>` or a URL. */
  readonly sourceVideo?: string;
  /** promote: the source's action was written by its author, so it is kept instead of inferred anew. */
  readonly actionWritten?: boolean;
};

/**
 * The complete request of a derived step: promote takes all of its source's fields, a link takes model, resolution
 * and prompt_optimizer; then the own fields, then version 1's defaults.
 */
export function deriveRequest(derivation: Derivation): JsonObject {
  return derivation.kind === 'promote' ? promoted(derivation) : extended(derivation);
}

/** What a promote's authors wrote, its source's fields among it: an action only where somebody wrote one. */
export function writtenForPromote({ source = {}, fields, actionWritten }: Derivation): JsonObject {
  const { action, ...rest } = source;
  const kept = actionWritten && action !== undefined ? { ...rest, action } : rest;
  return withoutNulls({ ...kept, ...fields });
}

function promoted(derivation: Derivation): JsonObject {
  const { source = {}, fields } = derivation;
  const merged = writtenForPromote(derivation);
  const ratioIsStale = hasMedia(merged) && !hasMedia(source) && !('aspect_ratio' in fields);
  const { aspect_ratio: _ratio, ...withoutRatio } = merged;
  return completeRequest(ratioIsStale ? withoutRatio : merged);
}

function extended({ source = {}, fields, sourceVideo }: Derivation): JsonObject {
  const taken = Object.fromEntries(
    ['model', 'resolution', 'prompt_optimizer'].flatMap((field) => {
      const value = source[field];
      return value === undefined ? [] : [[field, value]];
    }),
  );
  return completeRequest({
    ...taken,
    ...fields,
    action: 'extend',
    ref_videos: [{ tag: 'src', type: 'extend', video_url: sourceVideo ?? '' }],
  });
}
