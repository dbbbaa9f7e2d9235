import { onlyOutput, onlyReference } from '../expressions/index.ts';
import type { Edge, Source } from '../plan/plan.ts';
import type { CheckedStep } from './check-schema.ts';
import { type Compilation, contextOf, spanOfStep } from './compilation.ts';
import { type Compiled, evaluateCompiled, expressionsIn, UNKNOWN } from './compiled-value.ts';
import { nodeOf, resolve } from './edges.ts';
import type { Instance, InstanceSource } from './instance.ts';
import { nodeOfOutput } from './part-source.ts';
import type { StepKind } from './schema/steps.ts';

/** What a derived node starts from, and the edge that it makes. */
export type Start = { readonly source: Source; readonly edges: readonly Edge[] };

/** Which kinds of steps a derived step may start from. */
const ALLOWED: { readonly promote: readonly StepKind[]; readonly chain: readonly StepKind[] } = {
  promote: ['generate', 'promote'],
  chain: ['generate', 'promote', 'chain', 'concat', 'fetch'],
};

/** The source of a promote or chain: `with.from`, else (promote) `strategy.over`. What is wrong is reported. */
export function startOf(
  compilation: Compilation,
  checked: CheckedStep,
  from: Compiled | undefined,
  instance: Instance,
): Start | undefined {
  const path = ['steps', checked.id, 'with', 'from'];
  const span = from?.tree.span ?? spanOfStep(compilation, checked);
  if (from === undefined) {
    if (instance.source !== undefined) return ofSource(instance.source);
    const hint = 'write strategy: { over: step }, or with: { from: "${{ steps.x }}" }';
    compilation.report.add({ code: 'MISSING_KEY', span, path, message: 'a promote step needs a source', hint });
    return undefined;
  }
  if (from.kind !== 'text') return from.kind === 'constant' ? ofUrl(from.value) : undefined;
  const reference = onlyReference(from.parts);
  if (reference === 'source') return instance.source && ofSource(instance.source);
  const [found] = expressionsIn(from);
  if (reference !== undefined && reference.kind !== 'star' && found !== undefined) {
    const target = resolve(compilation, { reference, found }, instance);
    return target && ofInstance(target, reference.link);
  }
  const output = onlyOutput(from.parts);
  const user = output && found && resolve(compilation, { reference: output, found }, instance);
  const part = user && compilation.parts.get(user);
  if (part !== undefined) return ofPart(part, output?.output ?? '');
  if (user !== undefined && compilation.gates.has(user)) {
    const node = compilation.places.of(user).first;
    return { source: { kind: 'node', node }, edges: [{ node, kind: 'direct' }] };
  }
  if (!from.isDeferred) return ofUrl(evaluateCompiled(from, contextOf(compilation, instance), compilation.report));
  const hint = "write the node itself: ${{ steps.x }}, ${{ steps.x['key'] }} or ${{ source }}";
  compilation.report.add({
    code: 'REFERENCE_KIND',
    span,
    path,
    message: 'from names a node, not one of its outputs',
    hint,
  });
  return undefined;

  function ofSource(source: InstanceSource): Start | undefined {
    if (source.kind === 'instance') return ofInstance(source.instance, undefined);
    const { pick, candidate } = source;
    const node = compilation.places.of(pick).last;
    const kinds = (pick.candidates ?? []).map(({ step }) => step);
    if (!isAllowed(kinds)) return undefined;
    const chosen = candidate === undefined ? {} : { candidate: compilation.places.of(candidate).last };
    return { source: { kind: 'pick', pick: node, ...chosen }, edges: [{ node, kind: 'direct' }] };
  }

  function ofInstance(target: Instance, link: string | undefined): Start | undefined {
    if (target.candidates !== undefined) return ofSource({ kind: 'pick', pick: target });
    if (!isAllowed([target.step])) return undefined;
    const node = nodeOf(compilation, target, link);
    return { source: { kind: 'node', node }, edges: [{ node, kind: 'direct' }] };
  }

  function ofPart(used: Compilation, name: string): Start | undefined {
    const { uses } = checked.step;
    const kinds = uses === 'promote' || uses === 'chain' ? ALLOWED[uses] : [];
    const made = nodeOfOutput(used, name);
    if (made !== undefined && kinds.includes(made.kind)) {
      return { source: { kind: 'node', node: made.node }, edges: [{ node: made.node, kind: 'direct' }] };
    }
    const message = `the output "${name}" is no video that a ${uses} step can start from`;
    const hint = `let it name a node of: ${kinds.join(' ')}`;
    compilation.report.add({ code: 'REFERENCE_KIND', span, path, message, hint });
    return undefined;
  }

  function isAllowed(steps: readonly string[]): boolean {
    const { uses } = checked.step;
    const kinds = uses === 'promote' || uses === 'chain' ? ALLOWED[uses] : [];
    for (const step of new Set(steps)) {
      const kind = compilation.steps.get(step)?.checked.step.uses;
      if (kind === undefined || kinds.includes(kind)) continue;
      const message = `a ${uses} step cannot start from "${step}", ${kind === 'approve' ? 'an' : 'a'} ${kind} step`;
      compilation.report.add({
        code: 'REFERENCE_KIND',
        span,
        path,
        message,
        hint: `it starts from: ${kinds.join(' ')}`,
      });
      return false;
    }
    return true;
  }

  function ofUrl(value: ReturnType<typeof evaluateCompiled>): Start | undefined {
    if (value === UNKNOWN) return undefined;
    if (checked.step.uses === 'chain' && typeof value === 'string' && /^https?:\/\/\S+$/.test(value)) {
      return { source: { kind: 'url', url: value }, edges: [] };
    }
    const message =
      checked.step.uses === 'promote'
        ? 'a promote step starts from a node'
        : `${JSON.stringify(value)} is neither a node nor a URL`;
    const hint = 'write a node: "${{ steps.x }}"';
    compilation.report.add({ code: 'REFERENCE_KIND', span, path, message, hint });
    return undefined;
  }
}
