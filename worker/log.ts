import { type Log, withoutTokens } from '../activities/index.ts';

/** A line of JSON on stdout. Tokens of callbacks are left out, whatever text they are part of. */
export const log: Log = (level, message, facts) => {
  process.stdout.write(`${withoutTokens(JSON.stringify({ at: new Date(), level, message, ...facts }))}\n`);
};
