import type { JsonObject } from '../plan/json.ts';
import type { AxisPlace } from './axis.ts';
import type { CheckedFile, CheckedStep } from './check-schema.ts';
import { expandPick } from './expand-pick.ts';
import { expansionOrder } from './expansion-order.ts';
import { type ExpandedStep, type Instance, type InstanceSource, keyOf } from './instance.ts';
import { type Matrix, readMatrix } from './matrix.ts';
import { NODES_MAX } from './plan-size.ts';
import { suggest } from './suggest.ts';
import { spanOfValue } from './tree.ts';

/** All steps with their instances, in file order; steps that lean on a broken one are left out with it. */
export async function expandSteps(file: CheckedFile, place: AxisPlace): Promise<ReadonlyMap<string, ExpandedStep>> {
  const done = new Map<string, ExpandedStep>();
  const ids = new Set([...file.steps.map(({ id }) => id), ...file.broken]);
  for (const checked of expansionOrder(file.steps, place.report)) {
    const expanded = await (checked.step.uses === 'pick' ? pickOf(checked) : plain(checked));
    if (expanded !== undefined) done.set(checked.id, expanded);
  }
  return new Map(
    file.steps.flatMap(({ id }) => {
      const step = done.get(id);
      return step === undefined ? [] : [[id, step] as const];
    }),
  );

  function pickOf(checked: CheckedStep): ExpandedStep | undefined {
    if (checked.step.uses !== 'pick') return undefined;
    const from: ExpandedStep[] = [];
    for (const [index, name] of checked.step.with.from.entries()) {
      const step = upstream(checked, name, ['with', 'from', index]);
      if (step === undefined) return undefined;
      from.push(step);
    }
    return expandPick(checked, checked.step, from, place.report);
  }

  async function plain(checked: CheckedStep): Promise<ExpandedStep | undefined> {
    const over = 'strategy' in checked.step ? checked.step.strategy?.over : undefined;
    const base = over === undefined ? undefined : upstream(checked, over, ['strategy', 'over']);
    if (over !== undefined && base === undefined) return undefined;
    const own = await readMatrix(checked, place);
    return own && multiplied(checked, base, own);
  }

  /** A step that instances are taken from; one that has a problem already is passed over. */
  function upstream(checked: CheckedStep, name: string, at: readonly (string | number)[]): ExpandedStep | undefined {
    if (ids.has(name)) return done.get(name);
    const hint = suggest(name, [...file.steps.map(({ id }) => id), ...file.broken]);
    const span = spanOfValue(checked.tree, at);
    place.report.add({
      code: 'REFERENCE_UNKNOWN',
      span,
      path: ['steps', checked.id, ...at],
      message: `there is no step "${name}"`,
      hint,
    });
    return undefined;
  }

  function multiplied(checked: CheckedStep, base: ExpandedStep | undefined, own: Matrix): ExpandedStep | undefined {
    const sources = base === undefined ? [undefined] : sourcesOf(base);
    const inherited = base === undefined ? [] : [...(sources[0]?.axisKeys.keys() ?? [])];
    const twice = own.axes.find((axis) => inherited.includes(axis));
    if (twice !== undefined) {
      const span = spanOfValue(checked.tree, ['strategy', 'matrix', twice]);
      const message = `the axis "${twice}" comes from ${base?.checked.id} already`;
      place.report.add({ code: 'NAME_CLASH', span, path: ['steps', checked.id, 'strategy', 'matrix', twice], message });
      return undefined;
    }
    if (sources.length * own.combinations.length > NODES_MAX) {
      const span = spanOfValue(checked.tree, ['strategy']);
      const message = `the step "${checked.id}" would have ${sources.length * own.combinations.length} nodes; at most ${NODES_MAX} are allowed`;
      place.report.add({ code: 'PLAN_TOO_LARGE', span, path: ['steps', checked.id], message });
      return undefined;
    }
    const instances = sources.flatMap((source) =>
      own.combinations.map((combination): Instance => {
        const keys = [...combination].map(([axis, value]) => [axis, value.key] as const);
        const values = Object.fromEntries([...combination].map(([axis, { value }]) => [axis, value]));
        const axisKeys = new Map([...(source?.axisKeys ?? []), ...keys]);
        const matrix: JsonObject = { ...source?.matrix, ...values };
        const common = { step: checked.id, key: keyOf(axisKeys), axisKeys, matrix };
        return source === undefined ? common : { ...common, source: source.source };
      }),
    );
    if (instances.length === 0) {
      place.report.add({
        code: 'MATRIX_EMPTY',
        span: checked.tree.span,
        path: ['steps', checked.id],
        message: `the step "${checked.id}" has no instances`,
      });
      return undefined;
    }
    return withKeys(checked, [...inherited, ...own.axes], instances);
  }

  function withKeys(checked: CheckedStep, axes: readonly string[], instances: readonly Instance[]): ExpandedStep {
    const byKey = new Map<string, Instance>();
    for (const instance of instances) {
      if (byKey.has(instance.key)) {
        const message = `two instances of "${checked.id}" have the key "${instance.key}"`;
        place.report.add({ code: 'NAME_CLASH', span: checked.tree.span, path: ['steps', checked.id], message });
      }
      byKey.set(instance.key, instance);
    }
    return { checked, axes, instances, byKey };
  }
}

type SourceOf = {
  readonly source: InstanceSource;
  readonly axisKeys: ReadonlyMap<string, string>;
  readonly matrix: JsonObject;
};

/** What `over` a step means: its instances; over a pick its groups, or, where it chooses more than one, its candidates. */
function sourcesOf({ checked, instances }: ExpandedStep): readonly SourceOf[] {
  const isMany = checked.step.uses === 'pick' && (checked.step.with.choose ?? 1) > 1;
  return instances.flatMap((instance): readonly SourceOf[] => {
    const { axisKeys, matrix } = instance;
    if (checked.step.uses !== 'pick') return [{ source: { kind: 'instance', instance }, axisKeys, matrix }];
    if (!isMany) return [{ source: { kind: 'pick', pick: instance }, axisKeys, matrix }];
    return (instance.candidates ?? []).map((candidate) => ({
      source: { kind: 'pick', pick: instance, candidate },
      axisKeys: candidate.axisKeys,
      matrix: candidate.matrix,
    }));
  });
}
