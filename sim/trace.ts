import type { Timeline } from './timeline.ts';

/** Who did or heard what, in order; a line is made only where somebody reads it. */
export type Trace = (who: string, what: () => string) => void;

export const NO_TRACE: Trace = () => undefined;

/** Keeps the lines of a simulation: virtual time, who, what. */
export function keepLines(lines: string[]): (time: Timeline) => Trace {
  return (time) => (who, what) =>
    lines.push(`${(time.now() / 1_000).toFixed(3).padStart(12)} s  ${who.padEnd(8)} ${what()}`);
}

/** An event or a command in one line: its kind, its node and attempt, and the rest as JSON, cut. */
export function brief(thing: { readonly kind: string }): string {
  const { kind, ...rest } = thing;
  const more = JSON.stringify(rest);
  return more === '{}' ? kind : `${kind} ${more.length > 200 ? `${more.slice(0, 200)}…` : more}`;
}
