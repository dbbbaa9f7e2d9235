import type { IncomingHttpHeaders } from 'node:http';

/** What is held of a result already, and what proves that more of it is of the same file. */
export type Held = {
  /** The place from which bytes are asked for again: some before the end, so that they can be compared. */
  readonly from: number;
  /** A strong ETag (RFC 9110, 13.1.5: nothing else may stand in If-Range here). */
  readonly etag: string;
  readonly total: number | undefined;
};

/** What an answer's head says of the bytes behind it. */
export type ResultAnswer =
  /** Bytes from a place on; `etag` undefined: what is cut off cannot be gone on with. */
  | {
      readonly kind: 'bytes';
      readonly at: number;
      readonly total: number | undefined;
      readonly etag: string | undefined;
    }
  | { readonly kind: 'gone'; readonly status: number }
  /** Another part than was asked for: nothing that is held is to be trusted. */
  | { readonly kind: 'other' }
  | { readonly kind: 'broken'; readonly message: string };

/** Judges the head of an answer to a request for a result, or for the rest of one. */
export function readAnswer(status: number, headers: IncomingHttpHeaders, held: Held | undefined): ResultAnswer {
  if (status === 403 || status === 404 || status === 410) return { kind: 'gone', status };
  const etag = etagOf(headers);
  if (status === 200) {
    return { kind: 'bytes', at: 0, total: numberOf(headers['content-length']), etag };
  }
  if (held !== undefined && status === 416) return { kind: 'other' };
  if (held === undefined || status !== 206) return { kind: 'broken', message: `HTTP ${status}` };
  const [, from, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
  const isRest = Number(from) === held.from && (held.total === undefined || Number(total) === held.total);
  return isRest && (etag === undefined || etag === held.etag)
    ? { kind: 'bytes', at: held.from, total: Number(total), etag: held.etag }
    : { kind: 'other' };
}

function etagOf(headers: IncomingHttpHeaders): string | undefined {
  const { etag } = headers;
  return etag !== undefined && /^"[^"]*"$/.test(etag) && headers['accept-ranges'] !== 'none' ? etag : undefined;
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
