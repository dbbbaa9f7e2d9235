import type { CheckedStep } from './check-schema.ts';
import { type ExpandedStep, type Instance, keyOf } from './instance.ts';
import type { Report } from './report.ts';
import type { PickStep } from './schema/steps.ts';
import { suggest } from './suggest.ts';
import { spanOfValue } from './tree.ts';

/** A pick's instances: one for each group of candidates, in the order of their first candidate. */
export function expandPick(
  checked: CheckedStep,
  { with: { from: names, 'group-by': axes = [], choose = 1 } }: PickStep,
  from: readonly ExpandedStep[],
  report: Report,
): ExpandedStep | undefined {
  const path = ['steps', checked.id, 'with'];
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (twice >= 0) {
    const span = spanOfValue(checked.tree, ['with', 'from', twice]);
    report.add({ code: 'NAME_CLASH', span, path, message: `"${names[twice]}" is named twice` });
    return undefined;
  }
  for (const [index, step] of from.entries()) {
    const { uses } = step.checked.step;
    if (uses === 'pick' || uses === 'approve' || uses === 'concat' || uses === 'fetch' || uses === 'pipeline') {
      const span = spanOfValue(checked.tree, ['with', 'from', index]);
      const message = `a pick cannot choose among the nodes of ${uses === 'approve' ? 'an' : 'a'} ${uses} step`;
      report.add({ code: 'REFERENCE_KIND', span, path, message });
      return undefined;
    }
    const missing = axes.find((axis) => !step.axes.includes(axis));
    if (missing !== undefined) {
      const span = spanOfValue(checked.tree, ['with', 'group-by', axes.indexOf(missing)]);
      const message = `the step "${names[index]}" has no axis "${missing}"`;
      report.add({ code: 'NAME_UNKNOWN', span, path, message, hint: suggest(missing, step.axes) });
      return undefined;
    }
  }
  const groups = new Map<string, { readonly first: Instance; readonly candidates: Instance[] }>();
  for (const candidate of from.flatMap(({ instances }) => instances)) {
    const key = axes.map((axis) => candidate.axisKeys.get(axis) ?? '').join('--');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: candidate, candidates: [candidate] });
    else group.candidates.push(candidate);
  }
  const instances = [...groups.values()].map(({ first, candidates }): Instance => {
    const axisKeys = new Map(axes.map((axis) => [axis, first.axisKeys.get(axis) ?? '']));
    const matrix = Object.fromEntries(axes.map((axis) => [axis, first.matrix[axis] ?? null]));
    return { step: checked.id, key: keyOf(axisKeys), axisKeys, matrix, candidates };
  });
  const small = instances.find(({ candidates = [] }) => candidates.length < choose);
  if (small !== undefined) {
    const span = spanOfValue(checked.tree, ['with', 'choose']);
    const group = small.key === '' ? 'there are' : `the group ${small.key} has`;
    const message = `${choose} are to be chosen, but ${group} ${small.candidates?.length} candidates`;
    report.add({ code: 'PICK_CHOOSE', span, path, message });
  }
  return { checked, axes, instances, byKey: new Map(instances.map((instance) => [instance.key, instance])) };
}
