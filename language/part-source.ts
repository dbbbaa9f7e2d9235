import { onlyOutput, onlyReference } from '../expressions/index.ts';
import type { Compilation } from './compilation.ts';
import { expressionsIn } from './compiled-value.ts';
import { nodeOf, resolve } from './edges.ts';
import type { Instance } from './instance.ts';
import type { StepKind } from './schema/steps.ts';
import { compiledOutputs } from './top-level.ts';

/**
 * The node that an output of a pipeline that is used hands out: `film: ${{ steps.reel.outputs.video }}`, or the node
 * itself, `film: ${{ steps.reel }}`. undefined: it is anything else.
 */
export function nodeOfOutput(
  part: Compilation,
  output: string,
): { readonly kind: StepKind; readonly node: number } | undefined {
  const compiled = compiledOutputs(part).get(output);
  if (compiled?.kind !== 'text') return undefined;
  const whole = onlyReference(compiled.parts);
  const reference = whole === 'source' ? undefined : (whole ?? onlyOutput(compiled.parts));
  const [found] = expressionsIn(compiled);
  if (reference === undefined || reference.kind === 'star' || found === undefined) return undefined;
  const instance = resolve(part, { reference, found }, OUTSIDE);
  if (instance === undefined || instance.candidates !== undefined) return undefined;
  const inner = part.parts.get(instance);
  if (inner !== undefined) return reference.output === undefined ? undefined : nodeOfOutput(inner, reference.output);
  const kind = part.steps.get(instance.step)?.checked.step.uses;
  const isVideo = reference.output === undefined || reference.output === 'video';
  return kind !== undefined && isVideo ? { kind, node: nodeOf(part, instance, reference.link) } : undefined;
}

/** Outputs belong to no step. */
const OUTSIDE: Instance = { step: '', key: '', axisKeys: new Map(), matrix: {} };
