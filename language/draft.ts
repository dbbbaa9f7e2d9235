import type { JsonObject } from '../plan/json.ts';
import { nodeName } from '../plan/names.ts';
import type { PlanNode } from '../plan/plan.ts';
import type { CheckedStep } from './check-schema.ts';
import type { Compilation } from './compilation.ts';
import type { Instance } from './instance.ts';
import type { Fields } from './layers.ts';
import { milliseconds } from './schema/scalars.ts';
import type { Step } from './schema/steps.ts';
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

/** A draft, and the file that it comes from, for the inputs that this was given. */
export type OwnedDraft = { readonly draft: Draft; readonly scope: Compilation };

/** What all nodes of an instance have in common. */
export function commonNode(
  { file, options, api, part, parts }: Compilation,
  { step }: CheckedStep,
  instance: Instance,
  link?: string,
): Omit<PlanNode, 'kind' | 'edges'> {
  const isQuestion = step.uses === 'pick' || step.uses === 'approve';
  const render =
    isQuestion || step.uses === 'concat' || step.uses === 'fetch' || step.uses === 'pipeline' ? undefined : step;
  const timeout = isQuestion ? step.timeout : render && (render.timeout ?? file.document.defaults?.timeout);
  const inside = (name: string) => (part === undefined ? name : `${part.id}/${name}`);
  const over = instance.source?.kind === 'instance' ? parts.get(instance.source.instance)?.part : undefined;
  return {
    id: inside(nodeName(instance.step, [...instance.axisKeys.values()], link, options.sha256)),
    step: inside(instance.step),
    ...(part === undefined ? {} : { part: part.id }),
    ...(over === undefined ? {} : { sourcePart: over.id }),
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
    priority: (part?.priority ?? 0) + (render?.priority ?? 0),
    ...(step.uses === 'pipeline' ? {} : resultsOf(step)),
  };
}

/** How a step's nodes, or its uses of a pipeline, end together: `continue-on-error`, `max-parallel`, `fail-fast`. */
export function resultsOf(step: Step | undefined): Pick<PlanNode, 'continueOnError' | 'maxParallel' | 'failFast'> {
  if (step === undefined) return {};
  const strategy = 'strategy' in step ? step.strategy : undefined;
  const maxParallel = strategy?.['max-parallel'];
  return {
    ...(step['continue-on-error'] === true && { continueOnError: true as const }),
    ...(maxParallel !== undefined && { maxParallel }),
    ...(strategy?.['fail-fast'] === true && { failFast: true as const }),
  };
}

/** At most this many accepted tasks in all, where a step says nothing (language: retry). */
const RETRY = 3;
