import type { JsonObject } from '../plan/json.ts';
import type { AxisPlace } from './axis.ts';
import type { CheckedFile, CheckedStep } from './check-schema.ts';
import { expandPick } from './expand-pick.ts';
import { type ExpandedStep, type Instance, type InstanceSource, keyOf } from './instance.ts';
import { type Matrix, readMatrix } from './matrix.ts';
import { NODES_MAX } from './plan-size.ts';
import { suggest } from './suggest.ts';
import { spanOfValue } from './tree.ts';

/** All steps with their instances, in file order; steps that lean on a broken one are left out with it. */
export async function expandSteps(file: CheckedFile, place: AxisPlace): Promise<ReadonlyMap<string, ExpandedStep>> {
  const done = new Map<string, ExpandedStep>();
  const failed = new Set<string>(file.broken);
  for (const { id } of file.steps) await expand(id, []);
  return new Map(
    file.steps.flatMap(({ id }) => {
      const step = done.get(id);
      return step === undefined ? [] : [[id, step] as const];
    }),
  );

  /** A step after those that it takes its instances from; undefined where that cannot be. */
  async function expand(id: string, below: readonly string[]): Promise<ExpandedStep | undefined> {
    const known = done.get(id);
    if (known !== undefined || failed.has(id)) return known;
    const checked = file.steps.find((step) => step.id === id);
    if (checked === undefined) return undefined;
    if (below.includes(id)) {
      const message = `${[...below.slice(below.indexOf(id)), id].join(' → ')}: each takes its instances from the next`;
      place.report.add({ code: 'CYCLE', span: checked.tree.span, path: ['steps', id], message });
      failed.add(id);
      return undefined;
    }
    const expanded = await (checked.step.uses === 'pick'
      ? pickOf(checked, [...below, id])
      : plain(checked, [...below, id]));
    if (expanded === undefined) failed.add(id);
    else done.set(id, expanded);
    return expanded;
  }

  async function pickOf(checked: CheckedStep, below: readonly string[]): Promise<ExpandedStep | undefined> {
    if (checked.step.uses !== 'pick') return undefined;
    const from: ExpandedStep[] = [];
    for (const [index, name] of checked.step.with.from.entries()) {
      const step = await upstream(checked, name, ['with', 'from', index], below);
      if (step === undefined) return undefined;
      from.push(step);
    }
    return expandPick(checked, checked.step, from, place.report);
  }

  async function plain(checked: CheckedStep, below: readonly string[]): Promise<ExpandedStep | undefined> {
    const over = 'strategy' in checked.step ? checked.step.strategy?.over : undefined;
    const base = over === undefined ? undefined : await upstream(checked, over, ['strategy', 'over'], below);
    if (over !== undefined && base === undefined) return undefined;
    const own = await readMatrix(checked, place);
    return own && multiplied(checked, base, own);
  }

  async function upstream(
    checked: CheckedStep,
    name: string,
    at: readonly (string | number)[],
    below: readonly string[],
  ): Promise<ExpandedStep | undefined> {
    const isThere = file.broken.has(name) || file.steps.some(({ id }) => id === name);
    if (isThere) return expand(name, below);
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
