import { type Log, withoutTokens } from '../activities/index.ts';
import { escapes } from '../plan/escapes.ts';

/** A line of JSON on stdout, which is the worker's log. */
export const log: Log = (level, message, facts) => {
  process.stdout.write(`${logLine(level, message, facts)}\n`);
};

/**
 * One line of JSON. Tokens of callbacks are left out, whatever text they are part of; what could act on the terminal of
 * who reads the log is written as \uXXXX.
 */
export function logLine(...[level, message, facts]: Parameters<Log>): string {
  const line = withoutTokens(JSON.stringify({ at: new Date(), level, message, ...facts }));
  return line.replace(ACTING, escapes);
}

const ACTING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u{115f}\u{1160}\u{3164}\u{ffa0}]/gu;
