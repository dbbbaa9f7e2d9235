import type { RenderTimes } from '../render-times.ts';
import { dice } from './dice.ts';
import { kindsOf } from './kinds.ts';
import type { Outlook } from './outlook.ts';

/** How long a node of the plan takes, ms of real time, where it has been under way for `elapsedMs` already. */
export type Draw = (node: number, elapsedMs: number) => number;

/** A guess is half to twice as long as the truth: nothing is known of this vendor. */
const GUESSED = 2;
/** Steps of the golden section lie evenly, however few there are. */
const GOLDEN = 0.618034;
/** Slot free to the next POST and its answer, beside the task itself, ms (docs/benchmarks.md: gap p50, and the POST). */
const HAND_OVER_MS = 60;
/** What takes longer than it ever did is expected to take a tenth of it more. */
const OVERDUE = 0.1;

/**
 * Durations for one play. Each play draws its own vendor first: of each kind's known times as many as there are, some
 * of them twice, so that few known times make a wide range and many a narrow one; what is not known is guessed, all
 * guesses of a play long or short together.
 */
export function drawsOf({ plan, around, speed }: Outlook): (play: number) => Draw {
  const kinds = kindsOf(plan);
  const names = [...new Set(kinds.filter((kind) => kind !== undefined))];
  const pace = paceOf(plan, kinds, around.times);
  return (play) => {
    const level = GUESSED ** (2 * ((play * GOLDEN + 0.5) % 1) - 1);
    const vendors = new Map(
      names.map((kind, at) => {
        const times = around.times.get(kind) ?? [];
        return [kind, { times: resampled(times, play, at), factor: level ** spread(times.length) }] as const;
      }),
    );
    return (node, elapsedMs) => {
      const kind = kinds[node];
      const { times, factor } = (kind === undefined ? undefined : vendors.get(kind)) ?? { times: [], factor: level };
      const guess = (plan.nodes[node]?.renderMs ?? 0) * (pace?.factor ?? 1);
      const elapsed = Math.max(0, (elapsedMs - HAND_OVER_MS) * speed);
      const wholeMs =
        times.length === 0
          ? guess * level ** (pace === undefined ? 1 : 0.5)
          : drawn(times, dice(node, play), elapsed / factor) * factor;
      const seenMs = wholeMs + around.lateMs;
      const leftMs = elapsedMs > 0 ? Math.max(seenMs - elapsed, seenMs * OVERDUE, 1) : seenMs;
      return leftMs / speed + (elapsedMs > 0 ? 0 : HAND_OVER_MS);
    };
  };
}

/** True where most of the work ahead is of kinds that nobody has timed here. */
export function isGuess({ plan, standings, around }: Outlook): boolean {
  const kinds = kindsOf(plan);
  let [all, guessed] = [0, 0];
  plan.nodes.forEach(({ renderMs }, at) => {
    if (standings[at] === 'over') return;
    const kind = kinds[at];
    all += renderMs;
    if (kind === undefined || (around.times.get(kind)?.length ?? 0) === 0) guessed += renderMs;
  });
  return guessed > all / 2;
}

/** Few known times leave room for chance: one the half of a guess's, five next to none. */
function spread(known: number): number {
  return known >= ENOUGH ? 0 : 1 / (1 + known);
}

const ENOUGH = 5;

function resampled(times: RenderTimes, play: number, kind: number): readonly number[] {
  const pick = (_: number, at: number) => times[Math.floor(dice(play * 97 + kind, at + 1e6) * times.length)] ?? 0;
  return times.map(pick).sort((a, b) => a - b);
}

/** One of the times that are longer than what has passed; the longest where none is. */
function drawn(sorted: readonly number[], quantile: number, elapsedMs: number): number {
  const first = sorted.findIndex((ms) => ms > elapsedMs);
  if (first < 0) return sorted.at(-1) ?? 0;
  return sorted[first + Math.floor(quantile * (sorted.length - first))] ?? 0;
}

/** How this vendor's known times compare with our guesses at them; undefined: none are known. */
function paceOf(
  { nodes }: Outlook['plan'],
  kinds: readonly (string | undefined)[],
  known: Outlook['around']['times'],
): { readonly factor: number } | undefined {
  const guesses = new Map(kinds.map((kind, at) => [kind, nodes[at]?.renderMs ?? 0]));
  const ratios = [...known].flatMap(([kind, times]) => {
    const guess = guesses.get(kind) ?? 0;
    return guess > 0 && times.length > 0 ? [times.reduce((sum, ms) => sum + ms, 0) / times.length / guess] : [];
  });
  const middle = ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)];
  return middle === undefined ? undefined : { factor: middle };
}
