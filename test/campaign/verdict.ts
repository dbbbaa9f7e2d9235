import type { Cell } from './cell.ts';

/** What became of one trial. */
export type Verdict = {
  readonly cell: Cell;
  readonly stem: string;
  /** How the run ended, as its document says. */
  readonly state: string;
  readonly accepted: number;
  readonly posts: number;
  readonly unsure: number;
  /** From the kill, or the start, to the end of the run. */
  readonly seconds: number;
  /** From the kill to the next call that the vendor heard; absent: nothing was killed. */
  readonly goesOnSeconds?: number;
  readonly violations: readonly string[];
};

/** A trial that could not be carried out. */
export function brokenVerdict(cell: Cell, stem: string, error: unknown): Verdict {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const none = { state: 'broken', accepted: 0, posts: 0, unsure: 0, seconds: 0 };
  return { cell, stem, ...none, violations: [`the trial broke: ${words.slice(0, 600)}`] };
}
