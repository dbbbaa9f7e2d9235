import type { JsonObject } from '../plan/json.ts';
import { nodeName } from '../plan/names.ts';
import type { PlanNode } from '../plan/plan.ts';
import type { CheckedStep } from './check-schema.ts';
import type { Compilation } from './compilation.ts';
import type { Instance } from './instance.ts';
import type { Fields } from './layers.ts';
import { milliseconds } from './schema/scalars.ts';
import type { Span } from './tree.ts';

/** A node before its request, price and checks: what the file says of it. */
export type Draft = {
  readonly node: PlanNode;
  readonly checked: CheckedStep;
  /** Where each field was written; none for local nodes. */
  readonly fields: Fields;
  /** Own fields as evaluated: generate's layers, promote's and link's own. */
  readonly own: JsonObject;
  /** Where to point for what is missing. */
  readonly span: Span;
};

/** What all nodes of an instance have in common. */
export function commonNode(
  { file, options, api }: Compilation,
  { step }: CheckedStep,
  instance: Instance,
  link?: string,
): Omit<PlanNode, 'kind' | 'edges'> {
  const render = step.uses === 'pick' || step.uses === 'concat' ? undefined : step;
  const timeout = step.uses === 'pick' ? step.timeout : render && (render.timeout ?? file.document.defaults?.timeout);
  return {
    id: nodeName(instance.step, [...instance.axisKeys.values()], link, options.sha256),
    step: instance.step,
    key: instance.key,
    ...(link === undefined ? {} : { link }),
    matrix: instance.matrix,
    price: 0,
    seconds: 0,
    renderMs: 0,
    ...(timeout === undefined ? {} : { timeoutMs: milliseconds(timeout) }),
    retry: render?.retry ?? RETRY,
    frozen: render?.frozen ?? false,
    onAmbiguous: render?.['on-ambiguous'] ?? api.onAmbiguous,
    priority: render?.priority ?? 0,
  };
}

/** At most this many accepted tasks in all, where a step says nothing (language: retry). */
const RETRY = 3;
