import type { NodeContext } from '../expressions/index.ts';
import type { ApiProfile } from '../plan/api-profile.ts';
import type { JsonObject } from '../plan/json.ts';
import type { Plan } from '../plan/plan.ts';
import { checkChains } from './check-chains.ts';
import { checkRequests } from './check-requests.ts';
import type { CheckedFile } from './check-schema.ts';
import { baseNames, type Compilation } from './compilation.ts';
import { compileValue, evaluateCompiled, UNKNOWN } from './compiled-value.ts';
import { readDataFile } from './data-file.ts';
import type { Draft } from './draft.ts';
import { draftStep } from './draft-step.ts';
import { expandSteps } from './expand.ts';
import { finishNode } from './finish-node.ts';
import { inputValues } from './inputs.ts';
import type { LoadOptions } from './load-options.ts';
import { placeNodes } from './node-places.ts';
import { noteBudget, notePicks, noteSameKey, noteTwins } from './notes.ts';
import { orderOf } from './order.ts';
import { isPlanBounded } from './plan-size.ts';
import type { Report } from './report.ts';
import { requestsOf } from './requests.ts';
import { beside, isAbsolute } from './stem.ts';
import { budgetOf, checkHeader, outputsOf } from './top-level.ts';

export type CompileInput = {
  readonly file: CheckedFile;
  /** The pipeline file's name as it was given, and its stem. */
  readonly path: string;
  readonly stem: string;
  readonly options: LoadOptions;
  readonly api: ApiProfile;
  readonly report: Report;
};

/** Makes the plan of a well-formed file; everything that is wrong is reported. undefined: too large. */
export async function compile({
  file: checked,
  path,
  stem,
  options,
  api,
  report,
}: CompileInput): Promise<Plan | undefined> {
  const inputs = inputValues(checked.document, options.inputs, checked.tree, report);
  const vars = varValues(checked, inputs, report);
  const unknown = Object.keys(vars).filter((name) => vars[name] === UNKNOWN);
  const file = { ...checked, unknown: new Set([...checked.unknown, ...unknown.map((name) => `vars.${name}`)]) };
  const context: NodeContext = { inputs, vars };
  const data = new Map<string, ReturnType<typeof readDataFile>>();
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
      const read = data.get(name) ?? readDataFile(beside(path, name), from, options, report);
      data.set(name, read);
      return read;
    },
  });
  const compilation: Compilation = { file, options, api, report, inputs, vars, steps, places: placeNodes(steps) };
  checkHeader(compilation);
  if (!isPlanBounded(compilation)) return undefined;
  const drafts = [...steps.values()].flatMap((step) => draftStep(compilation, step));
  checkIds(drafts, report);
  const outputs = outputsOf(compilation);
  const order = orderOf(drafts, report);
  const requests = requestsOf(drafts, order);
  for (const [index, draft] of drafts.entries()) checkRequests(compilation, draft, requests[index] ?? []);
  checkChains(compilation, drafts, requests, order);
  if (file.mended !== 'all' && file.mended.size === 0) {
    noteTwins(compilation, drafts, requests);
    notePicks(compilation, drafts, requests);
  }
  noteSameKey(compilation);
  const nodes = drafts.map((draft, index) => finishNode(compilation, draft, drafts, requests, index));
  const budget = budgetOf(compilation);
  noteBudget(
    compilation,
    budget?.limit,
    nodes.reduce((sum, { price }) => sum + price, 0),
  );
  const { document } = file;
  return {
    version: 1,
    pipeline: stem,
    name: document.name ?? stem,
    file: options.planFile,
    inputs,
    vars,
    account: document.account ?? 'default',
    api: api.name,
    priority: document.priority ?? 0,
    weight: document.weight ?? 1,
    ...(budget === undefined ? {} : { budget }),
    nodes,
    outputs,
  };
}

function varValues(file: CheckedFile, inputs: JsonObject, report: Report): JsonObject {
  const tree = file.tree.entries.get('vars')?.value;
  if (tree?.kind !== 'map') return {};
  const names = baseNames(file);
  return Object.fromEntries(
    [...tree.entries.values()].map(({ key, value }) => {
      const compiled = compileValue(value, ['vars', key], { names, contexts: 'inputs', report });
      return [key, evaluateCompiled(compiled, { inputs }, report)];
    }),
  );
}

/** Names of files: unique also where the file system ignores case. */
function checkIds(drafts: readonly Draft[], report: Report): void {
  const seen = new Map<string, Draft>();
  for (const draft of drafts) {
    const { id, step } = draft.node;
    const folded = id.toLowerCase();
    const before = seen.get(folded);
    seen.set(folded, draft);
    // Equal keys and equal links are reported where they are written.
    if (before === undefined || (before.node.step === step && before.node.key === draft.node.key)) continue;
    const message = `two nodes would be called ${id}${before.node.id === id ? '' : ` (${before.node.id})`}`;
    report.add({ code: 'NAME_CLASH', span: draft.span, path: ['steps', step], message });
  }
}
