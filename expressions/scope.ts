import type { Json, JsonObject } from '../plan/json.ts';
import type { Plan, PlanPart, Source } from '../plan/plan.ts';
import type { Template } from '../plan/request.ts';
import type { NodeContext, NodeValue, StepsView } from './context.ts';
import { ExpressionFailure } from './failure.ts';
import { type Ends, viewFrom, type Where } from './steps-view.ts';
import { evaluateTemplate } from './template.ts';

/** What has become of nodes, by index; parts follow from them. */
export type NodeEnds = Pick<Ends, 'outputsOf' | 'filmOf' | 'showsUnwanted'> & {
  /** The node that a source turned out to be. */
  readonly startOf?: (source: Source) => number | undefined;
};

/**
 * What `steps` is for one node of a plan. `outputsOf` says what a node (by index) has become, undefined while it has
 * not ended or is not wanted; `filmOf` gives a chain's last link as the whole film so far, and is outputsOf where the
 * last file holds its sources.
 */
export function stepsView(
  plan: Plan,
  nodeIndex: number,
  outputsOf: NodeEnds['outputsOf'],
  filmOf: NodeEnds['filmOf'] = outputsOf,
): StepsView {
  const node = plan.nodes[nodeIndex];
  return scopeAt(plan, { part: node?.part, matrix: node?.matrix ?? {} }, { outputsOf, filmOf }).steps;
}

/** Everything but `source` that is seen from somewhere in a plan: in a part its own inputs, vars and steps. */
export function scopeAt(plan: Plan, where: Where, ends: NodeEnds): Required<Omit<NodeContext, 'source' | 'status'>> {
  const part = where.part === undefined ? undefined : plan.parts?.find(({ id }) => id === where.part);
  const steps = viewFrom(plan, where, { ...ends, partOf: (one) => partValue(plan, one, ends) });
  const { matrix } = where;
  return part === undefined
    ? { inputs: plan.inputs, vars: plan.vars, matrix, steps }
    : { ...valuesIn(plan, part, ends), matrix, steps };
}

/** A part as expressions see it: its outputs are evaluated in it when they are asked for. */
export function partValue(plan: Plan, part: PlanPart, ends: NodeEnds): NodeValue {
  const { id, matrix } = part;
  const scope = () => scopeAt(plan, { part: id, matrix: {} }, ends);
  return {
    id,
    matrix,
    state: 'done',
    outputs: lazily(part.outputs, (template) => evaluateTemplate(template, scope())),
  };
}

/** What `source` is with `over` a part. */
export function sourcePartValue(plan: Plan, id: string, ends: NodeEnds): NodeValue {
  const part = plan.parts?.find((one) => one.id === id);
  if (part === undefined) throw new ExpressionFailure(`${id} is not there`);
  return partValue(plan, part, ends);
}

function valuesIn(plan: Plan, part: PlanPart, ends: NodeEnds) {
  const { within, matrix, source, sourcePart } = part;
  const outer = (): NodeContext => {
    const scope = scopeAt(plan, { part: within, matrix }, ends);
    if (sourcePart !== undefined) return { ...scope, source: sourcePartValue(plan, sourcePart, ends) };
    const start = source === undefined ? undefined : ends.startOf?.(source);
    const isLink = start !== undefined && plan.nodes[start]?.kind === 'link';
    const done = start === undefined ? undefined : isLink ? ends.filmOf(start) : ends.outputsOf(start);
    return done === undefined ? scope : { ...scope, source: done };
  };
  const inputs = lazily(part.inputs, (template) => evaluateTemplate(template, outer()));
  return { inputs, vars: lazily(part.vars, (template) => evaluateTemplate(template, { inputs })) };
}

/** A map whose values are computed when they are read: what nobody asks for need not have been made. */
function lazily(templates: { readonly [name: string]: Template }, evaluate: (template: Template) => Json): JsonObject {
  const values: JsonObject = {};
  for (const [name, template] of Object.entries(templates)) {
    Object.defineProperty(values, name, { enumerable: true, get: () => evaluate(template) });
  }
  return values;
}
