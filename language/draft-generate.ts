import { MEDIA_FIELDS } from '../plan/request-fields.ts';
import { type Compilation, spanOfStep } from './compilation.ts';
import { expressionsIn } from './compiled-value.ts';
import { commonNode, type Draft } from './draft.ts';
import { edgesOf, mergedEdges, needsEdges, referencesIn } from './edges.ts';
import type { ExpandedStep } from './instance.ts';
import { defaultFields, evaluateFields, type Fields, fieldsAt, layered, profileOfGenerate } from './layers.ts';
import type { Names } from './names.ts';
import { overOf } from './over-of.ts';
import type { GenerateStep } from './schema/steps.ts';

/** One node an instance; its fields are defaults.with < profile < with. */
export function draftGenerate(
  compilation: Compilation,
  { checked, instances }: ExpandedStep,
  names: Names,
  step: GenerateStep,
): readonly Draft[] {
  const path = ['steps', checked.id];
  const all = layered(
    defaultFields(compilation, names),
    profileOfGenerate(compilation, step.profile, path, names),
    fieldsAt(compilation, [...path, 'with'], 'with', 'with', names, []),
  );
  const fields: Fields = isRatioDropped(all) ? new Map([...all].filter(([name]) => name !== 'aspect_ratio')) : all;
  const references = referencesIn([...fields.values()].flatMap(({ compiled }) => expressionsIn(compiled)));
  const needs = needsEdges(compilation, checked.id, step.needs);
  const span = spanOfStep(compilation, checked);
  return instances.map((instance): Draft => {
    const over = overOf(compilation, instance);
    const edges = mergedEdges([...over.edges, ...edgesOf(compilation, references, instance), ...needs]);
    const node = { ...commonNode(compilation, checked, instance), kind: 'generate' as const, edges };
    const own = evaluateFields(compilation, fields, instance);
    return { node: over.source === undefined ? node : { ...node, source: over.source }, checked, fields, own, span };
  });
}

/** True if the aspect ratio is only defaulted while media decide it: then it is not sent, and nothing is said. */
function isRatioDropped(fields: Fields): boolean {
  const layer = fields.get('aspect_ratio')?.layer;
  if (layer !== 'defaults' && layer !== 'profile') return false;
  return MEDIA_FIELDS.some((name) => {
    const compiled = fields.get(name)?.compiled;
    return compiled !== undefined && !(compiled.kind === 'constant' && compiled.value === null);
  });
}
