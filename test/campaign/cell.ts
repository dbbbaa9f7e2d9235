/**
 * Who is killed, stopped for a while, or fails. `stopped`: worker and supervisor, while the engine's time-outs pass;
 * `asleep`: all of ours. `vendor forgets`: it is killed and comes back without its memory.
 */
export const VICTIMS = [
  'worker',
  'server',
  'everything',
  'worker stopped',
  'stopped for 15 s',
  'stopped for 70 s',
  'asleep for 70 s',
  'command',
  'vendor',
  'vendor forgets',
  'full disk',
] as const;
export type Victim = (typeof VICTIMS)[number];

/** What the vendor does with an Idempotency-Key. */
export const KEYS = ['honoured', 'ignored'] as const;
export type Keys = (typeof KEYS)[number];

/** One kind of trial: somebody killed at a point of a run, a call that goes wrong, or nothing at all. */
export type Cell =
  | { readonly kind: 'kill'; readonly point: string; readonly victim: Victim; readonly keys: Keys }
  | { readonly kind: 'fault'; readonly fault: string; readonly keys: Keys }
  | { readonly kind: 'quiet'; readonly keys: Keys };

export function nameOfCell(cell: Cell): string {
  return `${rowOfCell(cell)} · keys ${cell.keys}`;
}

/** Its name without the kind of vendor. */
export function rowOfCell(cell: Cell): string {
  if (cell.kind === 'kill') return `${cell.victim} · ${cell.point}`;
  return cell.kind === 'fault' ? cell.fault : 'nothing goes wrong';
}
