/** What a run could use, and what it counts. */
export type Wish = {
  readonly want: number;
  readonly weight: number;
  readonly prio: number;
  /** It has starved: one slot before all others. */
  readonly first: boolean;
};

/** Halvings of the level: finer than any weight. */
const STEPS = 60;

/**
 * Who should have how much of `limit`, written a second time and in another way than the product: within a priority
 * everybody is filled up to one level per weight, found by halving, and what is left goes to the next priority.
 */
export function dueShares(wishes: readonly Wish[], limit: number): number[] {
  const due: number[] = wishes.map(({ first }) => (first ? 1 : 0));
  let left = Math.max(0, limit - sum(due));
  for (const prio of new Set(wishes.map((wish) => wish.prio).sort((a, b) => b - a))) {
    const filled = (level: number) =>
      wishes.map((wish) => (wish.prio === prio && !wish.first ? Math.min(wish.want, level * wish.weight) : 0));
    let [low, high] = [0, limit];
    for (let step = 0; step < STEPS; step += 1) {
      const middle = (low + high) / 2;
      if (sum(filled(middle)) > left) high = middle;
      else low = middle;
    }
    for (const [at, share] of filled(low).entries()) due[at] = (due[at] ?? 0) + share;
    left -= sum(filled(low));
  }
  return due;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
