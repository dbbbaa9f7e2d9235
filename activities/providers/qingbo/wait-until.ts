import type { IncomingHttpHeaders } from 'node:http';

/**
 * Until when the vendor wants us to wait, ms since the epoch, at most `mostMs` from now; null when it does not say or
 * names a moment that is over. Reads Retry-After (seconds or date) and reset_at (s, ms, ISO; api.md §3).
 */
export function waitUntil(
  headers: IncomingHttpHeaders,
  resetAt: string | number | null,
  nowMs: number,
  mostMs: number,
): number | null {
  const named = [retryAfter(headers['retry-after'], nowMs), resetAt === null ? null : instantMs(resetAt)];
  const latest = Math.max(...named.map((untilMs) => untilMs ?? 0));
  if (!(latest > nowMs)) return null;
  return Math.min(latest, nowMs + mostMs);
}

/** A moment of the vendor as ms since the epoch: seconds, milliseconds (above 1e11; api.md §2) or ISO 8601. */
export function instantMs(value: string | number): number | null {
  const number = typeof value === 'number' ? value : value.trim() === '' ? Number.NaN : Number(value);
  if (Number.isFinite(number)) return number > 0 ? Math.round(number > 1e11 ? number : number * 1000) : null;
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(parsed) ? parsed : null;
}

function retryAfter(value: string | undefined, nowMs: number): number | null {
  if (value === undefined || value.trim() === '') return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return seconds >= 0 ? nowMs + seconds * 1000 : null;
  const date = Date.parse(value);
  return Number.isFinite(date) ? date : null;
}
