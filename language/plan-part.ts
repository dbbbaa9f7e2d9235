import type { PlanPart } from '../plan/plan.ts';
import type { Compilation } from './compilation.ts';
import { resultsOf } from './draft.ts';
import { overOf } from './over-of.ts';
import { budgetOf, outputsOf } from './top-level.ts';

/** What a plan says of a pipeline that is used; undefined for the file that was run. */
export function planPart(scope: Compilation): PlanPart | undefined {
  const { part, inputs, vars } = scope;
  if (part === undefined) return undefined;
  const { id, user, instance } = part;
  const budget = budgetOf(scope);
  const { source } = overOf(user, instance);
  const over = instance.source?.kind === 'instance' ? user.parts.get(instance.source.instance)?.part : undefined;
  return {
    id,
    ...(user.part === undefined ? {} : { within: user.part.id }),
    step: instance.step,
    key: instance.key,
    matrix: instance.matrix,
    ...(source === undefined ? {} : { source }),
    ...(over === undefined ? {} : { sourcePart: over.id }),
    ...{ inputs, vars, outputs: outputsOf(scope) },
    ...(budget === undefined ? {} : { limit: budget.limit }),
    ...resultsOf(user.steps.get(instance.step)?.checked.step),
  };
}
