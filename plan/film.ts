import { isJsonObject, type Json, type JsonObject } from './json.ts';

const FILM = /^film:sha256:([0-9a-f]{64})$/;

/**
 * How the whole film that ends with a held file stands in a request, in the place of a URL: `film:sha256:<hex>`. What
 * is before that file follows from what it was made from; a film that is one file stands there as that file.
 */
export function filmText(sha256: string): string {
  return `film:sha256:${sha256}`;
}

/** The sha256 (hex) of the file that a film ends with, or undefined. */
export function filmIn(text: string): string | undefined {
  return FILM.exec(text)?.[1];
}

/** The text of the video that a request extends, if it extends one. */
export function extendedIn(request: JsonObject | null): string | undefined {
  if (request?.action !== 'extend') return undefined;
  const videos: Json = request.ref_videos ?? null;
  const [video] = Array.isArray(videos) ? videos : [];
  const url = isJsonObject(video) ? video.video_url : undefined;
  return typeof url === 'string' ? url : undefined;
}
