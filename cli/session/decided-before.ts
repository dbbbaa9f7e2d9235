import type { Decisions } from '../../plan/decisions.ts';

/** The nodes that a run keeps, or leaves out, from its beginning on. */
export function decidedBefore(decisions: Decisions | undefined): ReadonlySet<number> {
  const nodes = decisions?.nodes ?? [];
  return new Set(
    nodes.flatMap(({ action, conditional }, at) =>
      (action === 'keep' && !conditional) || action === 'leave' ? [at] : [],
    ),
  );
}
