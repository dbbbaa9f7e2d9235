import type { Json } from '../plan/json.ts';
import { nodeName, partName } from '../plan/names.ts';
import type { Edge } from '../plan/plan.ts';
import type { CheckedStep } from './check-schema.ts';
import { type Compilation, contextOf, namesOfStep, spanOfStep } from './compilation.ts';
import { type Compiled, compileValue, evaluateCompiled, expressionsIn, UNKNOWN } from './compiled-value.ts';
import { edgesOf, referencesIn } from './edges.ts';
import { type GivenInput, type InputsPlace, inputValues } from './inputs.ts';
import type { ExpandedStep, Instance } from './instance.ts';
import type { Names } from './names.ts';
import type { ScopeInput } from './open-scope.ts';
import { folderOf } from './part-path.ts';
import { NODES_MAX } from './plan-size.ts';
import type { PartStep } from './schema/steps.ts';
import { compileCondition, conditionOf, type Gate } from './step-condition.ts';
import { suggest } from './suggest.ts';
import { spanOfKey, spanOfValue } from './tree.ts';
import type { UsedFile } from './used-files.ts';

/** What is found of the steps of a file that use pipelines. */
export type Opened = { readonly parts: Map<Instance, Compilation>; readonly gates: Map<Instance, Gate> };

/** Opens the pipelines that the steps of a file use, one for each instance whose `if` may hold. */
export async function openParts(
  user: Compilation,
  input: ScopeInput,
  { parts, gates }: Opened,
  open: (input: ScopeInput) => Promise<Compilation>,
): Promise<void> {
  let nodes = 0;
  for (const expanded of user.steps.values()) {
    const { checked, instances } = expanded;
    const used = input.used.uses.get(checked.id);
    if (checked.step.uses !== 'pipeline' || used === undefined) continue;
    const opening = openingOf(user, input, expanded, checked.step, used);
    const compiled = compileCondition(user, checked, namesOfStep(user.file, expanded));
    const before = parts.size;
    for (const instance of instances) {
      const condition = compiled && conditionOf(user, compiled, instance);
      if (compiled !== undefined) gates.set(instance, { compiled, condition });
      if (condition?.kind === 'never') continue;
      const part = await open(opening(instance));
      parts.set(instance, part);
      nodes += part.places.total;
      if (nodes > NODES_MAX) return;
    }
    if (parts.size === before) checkInputNames(user, checked, used);
  }
}

/** Of a pipeline that is never opened nothing is evaluated; but that an input is misspelt or forgotten stands there. */
function checkInputNames(user: Compilation, checked: CheckedStep, { file, planFile }: UsedFile): void {
  const withs = checked.tree.entries.get('with')?.value;
  const given = [...(withs?.kind === 'map' ? withs.entries : [])].map(([name, { keySpan, value }]) => {
    return [
      name,
      { value: UNKNOWN, isText: false, called: `with ${name}`, span: value.span, keySpan, folder: '' },
    ] as const;
  });
  const place = { document: file.document, tree: file.tree, planFile, report: user.report };
  inputValues({ ...place, given: new Map(given), missing: missingIn(user, checked) });
}

/** What is said of inputs that a step does not give. */
function missingIn(user: Compilation, checked: CheckedStep): InputsPlace['missing'] {
  return { span: spanOfStep(user, checked), hint: (name) => `write with: { ${name}: … }` };
}

/** What a step hands to the file that it uses, for each of its instances. */
function openingOf(
  user: Compilation,
  { shared, part }: ScopeInput,
  expanded: ExpandedStep,
  step: PartStep,
  used: UsedFile,
): (instance: Instance) => ScopeInput {
  const { checked } = expanded;
  const { report, options } = shared;
  const withs = compiledInputs(user, checked, namesOfStep(user.file, expanded));
  const profile = profileFor(user, checked, step, used, options.profile);
  checkAccount(used, shared);
  return (instance) => {
    const context = contextOf(user, instance);
    const deferred = new Map<string, () => readonly Edge[]>();
    const given = new Map<string, GivenInput>();
    for (const [name, compiled] of withs) {
      const value = evaluateCompiled(compiled, context, report);
      const keySpan = spanOfKey(checked.tree, ['with', name]);
      given.set(name, { ...givenBy(name, compiled, value, folderOf(user.planFile)), keySpan });
      if (!isLater(compiled)) continue;
      const references = referencesIn(expressionsIn(compiled));
      deferred.set(`inputs.${name}`, () => edgesOf(user, references, instance));
    }
    const place = { document: used.file.document, tree: used.file.tree, planFile: used.planFile, given, report };
    const inputs = inputValues({ ...place, missing: missingIn(user, checked) });
    const name = nodeName(instance.step, [...instance.axisKeys.values()], undefined, options.sha256);
    const id = partName(part?.id, name, options.sha256);
    const priority = (part?.priority ?? 0) + (step.priority ?? 0);
    return { used, inputs, deferred, profile, shared, part: { id, user, instance, priority } };
  };
}

/** What stands under `with`, by the input's name. */
function compiledInputs(user: Compilation, { id, tree }: CheckedStep, names: Names): ReadonlyMap<string, Compiled> {
  const given = tree.entries.get('with')?.value;
  if (given?.kind !== 'map') return new Map();
  const place = { names, contexts: 'with', report: user.report } as const;
  return new Map(
    [...given.entries].map(([name, { value }]) => [name, compileValue(value, ['steps', id, 'with', name], place)]),
  );
}

/** Text that an expression gives becomes the input's type, as it does in the fields of a request. */
function givenBy(name: string, compiled: Compiled, value: Json, folder: string): GivenInput {
  const isText = compiled.kind === 'text' && compiled.parts.length === 1;
  return { value, isText, called: `with ${name}`, span: compiled.tree.span, folder };
}

function isLater(compiled: Compiled): boolean {
  return compiled.kind === 'text' && compiled.isDeferred;
}

/** The step's profile, which the file must have; else `--profile`, where it has that. */
function profileFor(
  user: Compilation,
  { id }: CheckedStep,
  { profile }: PartStep,
  { file, path }: UsedFile,
  flag: string | undefined,
): string | undefined {
  const known = Object.keys(file.document.profiles ?? {});
  if (profile === undefined) return flag !== undefined && known.includes(flag) ? flag : undefined;
  if (known.includes(profile) || file.mended === 'all') return profile;
  const at = ['steps', id, 'profile'];
  const span = spanOfValue(user.file.tree, at);
  const message = `${path} has no profile "${profile}"`;
  const hint = known.length === 0 ? 'it declares no profiles' : suggest(profile, known);
  user.report.add({ code: 'PROFILE_UNKNOWN', span, path: at, message, hint });
  return undefined;
}

/** One run, one account: another one that the used file names would be passed over in silence. */
function checkAccount({ file }: UsedFile, { report, account }: ScopeInput['shared']): void {
  const own = file.document.account;
  if (own === undefined || own === (account ?? 'default')) return;
  const message = `the account "${own}" is not that of the file that was run, "${account ?? 'default'}"`;
  const span = spanOfValue(file.tree, ['account']);
  const hint = 'leave it out: all of a run is made on one account';
  report.add({ code: 'PART_ACCOUNT', span, path: ['account'], message, hint });
}
