import { isEngineError } from './engine-error.ts';
import { logTail } from './log-file.ts';
import type { EngineFailure } from './state.ts';

/** Says in a sentence why a process did not come up, from what it wrote into its log since `fromBytes`. */
export function startFailure(what: string, log: string, fromBytes: number): EngineFailure {
  const lines = logTail(log, 20, fromBytes);
  const known = signs.find(({ sign }) => lines.some((line) => sign.test(line)));
  const telling = lines.findLast((line) => known?.sign.test(line)) ?? lines.at(-1);
  const message = `${what} does not come up${telling === undefined ? '.' : `: ${telling}`}`;
  return {
    code: known?.code ?? 'ENGINE_START',
    message,
    hint: known?.hint ?? `The whole of it is in ${log}.`,
  };
}

/** The same for something that was thrown before the process had started. */
export function thrownFailure(what: string, error: unknown): EngineFailure {
  if (isEngineError(error)) return { code: error.code, message: error.message, hint: error.hint };
  return {
    code: 'ENGINE_START',
    message: `${what} cannot be started: ${error instanceof Error ? error.message : String(error)}`,
    hint: 'Try `dailies doctor`.',
  };
}

const signs = [
  {
    sign: /file is not a database|database disk image is malformed/i,
    code: 'ENGINE_START',
    hint: 'Its database is damaged: move the folder `engine` of the home away. What was paid for stands in the stores of the projects.',
  },
  {
    sign: /no space left on device|database or disk is full/i,
    code: 'DISK_FULL',
    hint: 'Free some space and try again.',
  },
  {
    sign: /address already in use|can't set up .*port|bind: /i,
    code: 'ENGINE_PORT',
    hint: 'Another program took the port; try again.',
  },
  {
    sign: /permission denied|readonly database|read-only file system|unable to open database/i,
    code: 'HOME_NOT_WRITABLE',
    hint: 'Make the folder writable for you, or set DAILIES_HOME to one that is.',
  },
] as const;
