import { isTrouble, type Pause, type Trouble } from './trouble.ts';

type Bag = { readonly [name: string]: unknown };

/** A run's trouble from an untrusted signal; undefined: none, or none that makes sense. */
export function readTrouble(value: unknown): (Trouble & { readonly count: number }) | undefined {
  if (!isBag(value)) return undefined;
  const { count, code, untilMs, needs, times } = value;
  if (typeof code !== 'string' || !isTrouble(code) || !isAmount(count)) return undefined;
  return {
    ...{ count, code },
    ...(isAmount(untilMs) ? { untilMs } : {}),
    ...(isAmount(needs) ? { needs } : {}),
    ...(isAmount(times) ? { times } : {}),
  };
}

/** A pause from an untrusted signal, as `readTrouble`. */
export function readPause(value: unknown): Pause | undefined {
  if (!isBag(value)) return undefined;
  const { code, untilMs, times } = value;
  if (typeof code !== 'string' || !(code === 'ACCOUNT_PAUSED' || isTrouble(code))) return undefined;
  return { code, ...(isAmount(untilMs) ? { untilMs } : {}), ...(isAmount(times) ? { times } : {}) };
}

function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null;
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
