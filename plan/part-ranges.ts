import type { Plan, PlanPart } from './plan.ts';
import type { Bound, Range } from './skeleton.ts';

/** The nodes of each pipeline that is used, by its id; one without nodes is not in it. */
export type Ranges = ReadonlyMap<string, Range>;

/** The nodes of a part stand side by side, those of the parts inside of it among them. */
export function partRanges({ nodes, parts = [] }: Plan): Ranges {
  const within = new Map(parts.map((part) => [part.id, part.within]));
  const ranges = new Map<string, Range>();
  nodes.forEach(({ part }, at) => {
    for (let id = part; id !== undefined; id = within.get(id)) {
      ranges.set(id, { from: ranges.get(id)?.from ?? at, to: at + 1 });
    }
  });
  return ranges;
}

/** The bounds of steps that use a pipeline: each use is one unit, from its gate on where it has one. */
export function boundsOfUses(plan: Plan, ranges: Ranges): readonly Bound[] {
  const bounds = new Map<string, Bound & { readonly starts: readonly number[] }>();
  for (const part of plan.parts ?? []) {
    const { maxParallel, failFast } = part;
    const range = ranges.get(part.id);
    if (range === undefined || (maxParallel === undefined && failFast === undefined)) continue;
    const from = isGateOf(plan, part, range.from - 1) ? range.from - 1 : range.from;
    const step = stepOf(part);
    const before = bounds.get(step);
    const own = { ...(maxParallel !== undefined && { maxParallel }), ...(failFast && { failFast }) };
    bounds.set(step, {
      ...(before ?? { from, ...own }),
      to: range.to,
      starts: [...(before?.starts ?? []), from],
    });
  }
  return [...bounds.values()];
}

function isGateOf({ nodes }: Plan, part: PlanPart, at: number): boolean {
  const node = nodes[at];
  return node?.kind === 'gate' && node.step === stepOf(part) && node.key === part.key;
}

/** The step that uses it, as nodes call it. */
function stepOf({ within, step }: PlanPart): string {
  return within === undefined ? step : `${within}/${step}`;
}
