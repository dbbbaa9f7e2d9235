import { VERSION_1_DEFAULTS } from '../complete-request.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Plan, PlanNode } from '../plan.ts';

/** What the time of a render is learned by: `model,resolution,seconds`. */
export function kindOf({ model, resolution, duration }: JsonObject): string {
  return [model, resolution, duration].join(',');
}

/** By node: its kind, as far as the plan tells it; undefined: it is decided in the run, or nothing is rendered. */
export function kindsOf(plan: Plan): readonly (string | undefined)[] {
  const known = new Map<number, JsonObject>();
  return plan.nodes.map((node, at) => {
    const fields = node.renderMs > 0 ? fieldsOf(plan, at, known) : {};
    return Object.values(fields).every(isFinal) && 'model' in fields ? kindOf(fields) : undefined;
  });
}

const FIELDS = ['model', 'resolution', 'duration'] as const;
/** Chains and promotes are this deep at most before a forecast stops looking. */
const DEEPEST = 100;

/** The three fields after precedence: a promote takes those of its source, a link all but the duration. */
function fieldsOf(plan: Plan, at: number, known: Map<number, JsonObject>, depth = 0): JsonObject {
  const before = known.get(at);
  const node = plan.nodes[at];
  if (before !== undefined || node === undefined || depth > DEEPEST) return before ?? {};
  const source = sourceOf(plan, node);
  const { duration, ...taken } = source === undefined ? {} : fieldsOf(plan, source, known, depth + 1);
  const start = node.kind === 'promote' && duration !== undefined ? { ...taken, duration } : taken;
  const own = Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = node.fields?.[field];
      return value === undefined || value === null ? [] : [[field, value]];
    }),
  );
  const { duration: length, resolution } = VERSION_1_DEFAULTS;
  const found = { duration: length, resolution, ...start, ...own };
  known.set(at, found);
  return found;
}

/** The node that a derived one starts from; of a pick that nobody has answered any candidate will do. */
function sourceOf({ nodes }: Plan, { kind, source }: PlanNode): number | undefined {
  if (kind === 'generate' || source === undefined || source.kind === 'url') return undefined;
  if (source.kind === 'node') return source.node;
  return source.candidate ?? nodes[source.pick]?.pick?.candidates[0];
}

function isFinal(value: Json | undefined): boolean {
  return typeof value === 'string' || typeof value === 'number';
}
