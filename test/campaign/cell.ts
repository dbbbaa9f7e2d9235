/** Who is killed, or stopped for a while. */
export const VICTIMS = ['worker', 'server', 'everything', 'worker stopped', 'command'] as const;
export type Victim = (typeof VICTIMS)[number];

/** What the vendor does with an Idempotency-Key. */
export const KEYS = ['honoured', 'ignored'] as const;
export type Keys = (typeof KEYS)[number];

/** One kind of trial: somebody killed at a point of a run, or a call of the vendor that goes wrong. */
export type Cell =
  | { readonly kind: 'kill'; readonly point: string; readonly victim: Victim; readonly keys: Keys }
  | { readonly kind: 'fault'; readonly fault: string; readonly keys: Keys };

export function nameOfCell(cell: Cell): string {
  const what = cell.kind === 'kill' ? `${cell.victim} · ${cell.point}` : cell.fault;
  return `${what} · keys ${cell.keys}`;
}
