import type { Play } from './plays.ts';

/** Nodes by whether they are done by a moment: in nine plays of ten, in some, in none, or not without a person. */
export type Fits = {
  readonly surely: readonly number[];
  readonly perhaps: readonly number[];
  readonly later: readonly number[];
  readonly asking: readonly number[];
};

const SURELY = 0.9;

/** `nodes`: those that count. `byMs`: since the epoch. */
export function fitsBy(plays: readonly Play[], nodes: readonly number[], byMs: number): Fits {
  const fits = { surely: [] as number[], perhaps: [] as number[], later: [] as number[], asking: [] as number[] };
  for (const node of nodes) {
    const ends = plays.map(({ endsMs }) => endsMs[node] ?? Number.POSITIVE_INFINITY);
    const share = ends.filter((ms) => ms <= byMs).length / ends.length;
    const isNever = ends.every((ms) => ms === Number.POSITIVE_INFINITY);
    const list = isNever ? fits.asking : share >= SURELY ? fits.surely : share > 0 ? fits.perhaps : fits.later;
    list.push(node);
  }
  return fits;
}
