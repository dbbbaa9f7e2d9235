import type { NodeContext } from '../expressions/index.ts';
import type { ApiProfile } from '../plan/api-profile.ts';
import type { JsonObject } from '../plan/json.ts';
import type { CheckedFile } from './check-schema.ts';
import { baseNames, type Compilation, type PartPlace } from './compilation.ts';
import { compileValue, evaluateCompiled, expressionsIn, UNKNOWN } from './compiled-value.ts';
import { type DataFile, readDataFile } from './data-file.ts';
import { expandSteps } from './expand.ts';
import type { Instance } from './instance.ts';
import type { LoadOptions } from './load-options.ts';
import type { Names } from './names.ts';
import { placeNodes } from './node-places.ts';
import { openParts } from './open-parts.ts';
import { folderOf, normalPath } from './part-path.ts';
import type { Report } from './report.ts';
import { isAbsolute } from './stem.ts';
import type { Gate } from './step-condition.ts';
import { outputEdges } from './top-level.ts';
import type { UsedFile } from './used-files.ts';

/** One file, or one use of it, with the inputs that it is given. */
export type ScopeInput = {
  readonly used: UsedFile;
  readonly inputs: JsonObject;
  /** The inputs that are known only while the run is under way. */
  readonly deferred: Names['deferred'];
  /** The profile of steps that name none, above `defaults.profile`. */
  readonly profile: string | undefined;
  readonly part?: PartPlace;
  readonly shared: ScopeShared;
};
/** What all scopes of a load have in common. */
export type ScopeShared = {
  readonly options: LoadOptions;
  readonly api: ApiProfile;
  readonly report: Report;
  /** The account of the file that was run. */
  readonly account: string | undefined;
  /** Data files by name: each is read once. */
  readonly data: Map<string, Promise<DataFile | undefined>>;
};

/** Opens a file for its inputs: its vars, its instances, the pipelines that they use, and the places of all nodes. */
export async function openScope(input: ScopeInput): Promise<Compilation> {
  const { used, inputs, shared, part, profile } = input;
  const { options, api, report } = shared;
  const { vars, file } = withVars(input);
  const context: NodeContext = { inputs, vars };
  const steps = await expandSteps(file, {
    names: baseNames(file),
    contexts: 'strategy',
    report,
    context,
    async readData(name, from) {
      if (isAbsolute(name)) {
        report.add({ code: 'DATA_FILE', span: from, message: `${name} is no path relative to the pipeline file` });
        return undefined;
      }
      const path = normalPath(folderOf(used.path) + name);
      const read = shared.data.get(path) ?? readDataFile(path, from, options, report);
      shared.data.set(path, read);
      return read;
    },
  });
  const parts = new Map<Instance, Compilation>();
  const gates = new Map<Instance, Gate>();
  const compilation: Compilation = {
    ...{ file, options, api, report, inputs, vars, steps, parts, gates, profile },
    ...{ path: used.path, planFile: used.planFile },
    ...(part === undefined ? {} : { part }),
    places: placeNodes(steps, (instance) => parts.get(instance)?.places, gates),
    outputEdges: (name) => outputEdges(compilation, name),
  };
  await openParts(compilation, input, { parts, gates }, openScope);
  return compilation;
}

/** The values of `vars`, and the file as it is known with them. */
function withVars({ used, inputs, deferred, shared: { report } }: ScopeInput): {
  readonly vars: JsonObject;
  readonly file: CheckedFile;
} {
  const wrong = Object.keys(inputs).filter((name) => inputs[name] === UNKNOWN && !deferred.has(`inputs.${name}`));
  const file = {
    ...{ ...used.file, deferred },
    unknown: new Set([...used.file.unknown, ...wrong.map((name) => `inputs.${name}`)]),
  };
  const tree = file.tree.entries.get('vars')?.value;
  if (tree?.kind !== 'map') return { vars: {}, file };
  const names = baseNames(file);
  const later = new Map(deferred);
  const vars = Object.fromEntries(
    [...tree.entries.values()].map(({ key, value }) => {
      const compiled = compileValue(value, ['vars', key], { names, contexts: 'inputs', report });
      const waits = expressionsIn(compiled).flatMap((found) => found.waits);
      if (waits.length > 0) later.set(`vars.${key}`, () => waits.flatMap((edges) => edges()));
      return [key, evaluateCompiled(compiled, { inputs }, report)];
    }),
  );
  const unknown = Object.keys(vars).filter((name) => vars[name] === UNKNOWN);
  return {
    vars,
    file: { ...file, deferred: later, unknown: new Set([...file.unknown, ...unknown.map((name) => `vars.${name}`)]) },
  };
}
