import { ConfigError } from '../config/index.ts';
import { isEngineError } from '../engine/index.ts';
import { LockUnreadable, StoreError } from '../store/index.ts';
import { isEngineAway } from './session/engine-away.ts';
import { Refusal } from './session/refusal.ts';
import type { Terminal } from './terminal/index.ts';

/** Says in a sentence what went wrong and what to do; returns the exit code. What is none of the known is a bug: 70. */
export function explain(error: unknown, terminal: Terminal): number {
  const known = knownFailure(error);
  if (known === undefined) {
    terminal.say(`A bug of ours: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return 70;
  }
  terminal.say(known.sentence);
  if (known.hint !== '') terminal.say(known.hint);
  return known.exit;
}

type Known = { readonly sentence: string; readonly hint: string; readonly exit: number };

function knownFailure(error: unknown): Known | undefined {
  if (error instanceof Refusal || error instanceof ConfigError) {
    return { sentence: error.message, hint: error.hint, exit: error.exit };
  }
  if (isEngineError(error)) return { sentence: error.message, hint: error.hint, exit: engineExit(error.code) };
  if (error instanceof LockUnreadable) return { sentence: error.message, hint: 'mend or restore the file', exit: 65 };
  if (error instanceof StoreError) return { sentence: error.message, hint: '', exit: error.exit };
  if (isEngineAway(error)) return ENGINE_AWAY;
  return undefined;
}

const ENGINE_AWAY: Known = {
  sentence: 'the engine stopped answering',
  hint: 'type it again: that starts the engine, and nothing is done twice',
  exit: 69,
};

function engineExit(code: string): number {
  return code === 'HOME_NOT_WRITABLE' || code === 'DISK_FULL' ? 73 : 69;
}
