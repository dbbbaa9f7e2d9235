import type { NodeContext } from '../expressions/index.ts';
import type { ApiProfile } from '../plan/api-profile.ts';
import { isJsonObject, type Json, type JsonObject } from '../plan/json.ts';
import type { Edge } from '../plan/plan.ts';
import type { CheckedFile, CheckedStep } from './check-schema.ts';
import type { ExpandedStep, Instance } from './instance.ts';
import type { LoadOptions } from './load-options.ts';
import { type Names, OUTPUTS_OF, type SourceNames, type StepNames } from './names.ts';
import type { NodePlaces } from './node-places.ts';
import type { Report } from './report.ts';
import type { Gate } from './step-condition.ts';
import { type Span, spanOfKey } from './tree.ts';

/** What every part of the compiler sees: one file, or one use of a file by another. */
export type Compilation = {
  readonly file: CheckedFile;
  /** The file's name as problems call it, and relative to the project. */
  readonly path: string;
  readonly planFile: string;
  readonly options: LoadOptions;
  readonly api: ApiProfile;
  readonly report: Report;
  readonly inputs: JsonObject;
  readonly vars: JsonObject;
  readonly steps: ReadonlyMap<string, ExpandedStep>;
  readonly places: NodePlaces;
  /** What it is in the plan; absent: the file that was run. */
  readonly part?: PartPlace;
  /** The pipelines that its steps use, one for each instance. */
  readonly parts: ReadonlyMap<Instance, Compilation>;
  /** The `if` of steps that use pipelines, for each instance. One that never holds has no pipeline in `parts`. */
  readonly gates: ReadonlyMap<Instance, Gate>;
  /** The profile of steps that name none, above `defaults.profile`. */
  readonly profile: string | undefined;
  /** What waits for one of its outputs, or for all, waits for these. */
  readonly outputEdges: (output: string | undefined) => readonly Edge[];
  /** Instances that no run makes: nothing of them is evaluated. */
  readonly never?: ReadonlySet<Instance>;
};

/** A part's place in the plan. */
export type PartPlace = {
  readonly id: string;
  /** Who uses it, and by which instance of a step. */
  readonly user: Compilation;
  readonly instance: Instance;
  /** What the priorities of its steps begin from. */
  readonly priority: number;
};

/** The names that are declared before any matrix is known. */
export function baseNames(file: CheckedFile): Names {
  const known = NAMES.get(file);
  if (known !== undefined) return known;
  const names = namesOfFile(file);
  NAMES.set(file, names);
  return names;
}

/** They are asked for at every step, and are as many as there are steps. */
const NAMES = new WeakMap<CheckedFile, Names>();

function namesOfFile(file: CheckedFile): Names {
  const { document } = file;
  const steps = file.steps.map(({ id, step }): readonly [string, StepNames] => [
    id,
    {
      kind: step.uses,
      links: step.uses === 'chain' ? step.with.links.map((link) => link.id) : [],
      ...(step.uses === 'pipeline' ? { outputs: file.outputs?.get(id) ?? [] } : {}),
    },
  ]);
  return {
    inputs: Object.keys(document.inputs ?? {}),
    vars: Object.keys(document.vars ?? {}),
    matrix: new Map(),
    steps: new Map(steps),
    broken: file.broken,
    unknown: file.unknown,
    deferred: file.deferred ?? new Map(),
  };
}

/** The names that are declared in a step. */
export function namesOfStep(file: CheckedFile, { instances }: ExpandedStep): Names {
  const matrix = new Map<string, Set<string> | undefined>();
  const seen = new Set<Json>();
  for (const instance of instances) {
    for (const [axis, value] of Object.entries(instance.matrix)) {
      if (matrix.has(axis) && (seen.has(value) || typeof value !== 'object')) continue;
      seen.add(value);
      const columns = matrix.get(axis) ?? new Set<string>();
      for (const column of isJsonObject(value) ? Object.keys(value) : []) columns.add(column);
      matrix.set(axis, isJsonObject(value) ? columns : undefined);
    }
  }
  const base = baseNames(file);
  const source = sourceNames(instances, base.steps);
  return { ...base, matrix, ...(source === undefined ? {} : { source }) };
}

/** Instances have sources of one kind; what a pick chooses among is rendered. */
function sourceNames([first]: readonly Instance[], steps: Names['steps']): SourceNames | undefined {
  const source = first?.source;
  if (source === undefined) return undefined;
  const step = source.kind === 'instance' ? steps.get(source.instance.step) : undefined;
  return { isPart: step?.kind === 'pipeline', outputs: step?.outputs ?? OUTPUTS_OF[step?.kind ?? 'generate'] };
}

/** What can be evaluated for an instance at compile time. */
export function contextOf({ inputs, vars }: Compilation, instance: Instance): NodeContext {
  return { inputs, vars, matrix: instance.matrix };
}

/** The place of a step's own key. */
export function spanOfStep({ file }: Compilation, { id }: CheckedStep): Span {
  return spanOfKey(file.tree, ['steps', id]);
}
