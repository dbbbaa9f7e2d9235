import { TIMING } from '../../../plan/timing.ts';
import { plainText } from '../plain-text.ts';
import type { SubmitAnswer } from '../provider.ts';
import { readAccepted, readError } from './answers.ts';
import type { Exchange } from './exchange.ts';
import { readJson } from './read-json.ts';
import { instantMs, waitUntil } from './wait-until.ts';

/**
 * What one POST proves: not created, created, or ambiguous. Total: whatever is not known to mean "not created" or
 * "created" is ambiguous, because the opposite mistake pays twice (architecture §5, api.md §3).
 */
export function classify(result: Exchange, maxBytes: number, nowMs: number): SubmitAnswer {
  if (result.kind === 'failure') return ofFailure(result);
  const json = readJson(result.headers, result.body, maxBytes);
  if (result.status >= 200 && result.status < 300) return ofSuccess(result, json);
  const error = readError(json);
  const message = error.message === '' ? `HTTP ${result.status}` : error.message;
  switch (result.status) {
    case 400:
    case 404:
    case 413:
    case 422:
      return { kind: 'rejected', code: 'REQUEST_REFUSED', message };
    case 401:
    case 403:
      return { kind: 'account', code: 'KEY_REFUSED', message };
    case 402:
      return { kind: 'account', code: 'NO_BALANCE', message };
    case 429:
      return ofRefusal(result, error, message, nowMs);
    case 500:
      if (error.code === 'price_not_configured') return { kind: 'rejected', code: 'PRICE_MISSING', message };
      return { kind: 'ambiguous', message };
    default:
      return { kind: 'ambiguous', message };
  }
}

/**
 * A cap is full for a moment; a used-up window (`quota_window_exceeded`) for hours, which the vendor is believed. One
 * that has begun anew by what it says itself is no reason to wait for hours: its clock or ours is wrong.
 */
function ofRefusal(
  { headers }: Extract<Exchange, { kind: 'answer' }>,
  { code, resetAt }: ReturnType<typeof readError>,
  message: string,
  nowMs: number,
): SubmitAnswer {
  const isOver = resetAt !== null && (instantMs(resetAt) ?? nowMs + 1) <= nowMs;
  const window = code === 'quota_window_exceeded' && !isOver;
  const untilMs = waitUntil(headers, resetAt, nowMs, window ? TIMING.windowMostMs : TIMING.refusedMostMs);
  return { kind: 'refused', untilMs, window, message };
}

/** `written` is set when the connection stands and before its first byte: DNS, refused and TLS errors come earlier. */
function ofFailure(failure: Extract<Exchange, { kind: 'failure' }>): SubmitAnswer {
  const message = plainText(`${failure.code}: ${failure.message}`);
  if (failure.written) return { kind: 'ambiguous', message };
  return { kind: 'not-sent', code: failure.code === 'DEADLINE' ? 'NOT_SENT' : 'VENDOR_UNREACHABLE', message };
}

function ofSuccess(answer: Extract<Exchange, { kind: 'answer' }>, json: unknown): SubmitAnswer {
  const read = readAccepted(json);
  if (read === undefined) return { kind: 'ambiguous', message: `HTTP ${answer.status} without a readable task id` };
  return { kind: 'created', ...read, vendorDate: plainText(answer.headers.date ?? '') };
}
