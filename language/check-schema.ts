import { mendedFile, mendedStep } from './mended.ts';
import type { Names } from './names.ts';
import type { Report } from './report.ts';
import { type PipelineDocument, pipelineSchema } from './schema/pipeline.ts';
import { partSchema, partStepSchema, STEP_KINDS, STEP_SCHEMAS, type Step, type StepKind } from './schema/steps.ts';
import { reportIssues } from './schema-problems.ts';
import { suggest } from './suggest.ts';
import { type Entry, jsonOf, type MapTree, spanOfKey, spanOfValue, type Tree, treeAt } from './tree.ts';
import { USES_HINTS } from './writer-hints.ts';

/** A step that the schema found well formed, with its place. `broken` ones are known by name only. */
export type CheckedStep = { readonly id: string; readonly tree: MapTree; readonly step: Step };

/** A file that may be compiled as far as its well-formed steps go. */
export type CheckedFile = {
  readonly tree: MapTree;
  readonly document: PipelineDocument;
  readonly steps: readonly CheckedStep[];
  /** Steps that have a problem already: what refers to them is not reported again. */
  readonly broken: ReadonlySet<string>;
  /** Inputs and vars, `vars.look`, that have a problem already. */
  readonly unknown: ReadonlySet<string>;
  /** Steps of which something is left out, or all where that is in profiles or defaults: nothing seems missing. */
  readonly mended: ReadonlySet<string> | 'all';
  /** The outputs of the pipelines that its steps use, by step; known once these are read. */
  readonly outputs?: ReadonlyMap<string, readonly string[]>;
  /** Its inputs and vars that are known only while the run is under way, where another pipeline uses it. */
  readonly deferred?: Names['deferred'];
};

/** Checks a tree against the schema; undefined where its top level cannot be gone on with. */
export function checkSchema(tree: Tree, report: Report): CheckedFile | undefined {
  if (tree.kind !== 'map') {
    report.add({ code: 'WRONG_TYPE', span: tree.span, message: 'a pipeline is a map', hint: 'begin with: version: 1' });
    return undefined;
  }
  checkVersion(tree, report);
  const steps: CheckedStep[] = [];
  const broken = new Set<string>();
  for (const [id, entry] of stepEntries(tree)) {
    const checked = entry.kind === 'map' ? checkStep(id, entry, tree, report) : undefined;
    if (entry.kind !== 'map') {
      const message = `a step is a map, but ${entry.kind === 'list' ? 'a list' : 'a value'} was found`;
      report.add({ code: 'WRONG_TYPE', span: entry.span, path: ['steps', id], message });
    }
    if (checked === undefined) broken.add(id);
    else steps.push(checked);
  }
  if (steps.length + broken.size === 0 && treeAt(tree, ['steps'])?.kind === 'map') {
    const span = spanOfKey(tree, ['steps']);
    report.add({ code: 'MISSING_KEY', span, path: ['steps'], message: 'a pipeline needs at least one step' });
  }
  const file = documentOf(tree, report);
  if (file === undefined) return undefined;
  const mended = new Set(steps.filter((step) => step.tree !== treeAt(tree, ['steps', step.id])).map(({ id }) => id));
  return {
    ...file,
    tree: withSteps(file.tree, steps),
    ...{ steps, broken, unknown: leftOut(tree, file.tree) },
    mended: ['profiles', 'defaults'].some((key) => treeAt(file.tree, [key]) !== treeAt(tree, [key])) ? 'all' : mended,
  };
}

/** The file's tree with its steps as they are gone on with. */
function withSteps(tree: MapTree, checked: readonly CheckedStep[]): MapTree {
  const steps = tree.entries.get('steps');
  if (steps?.value.kind !== 'map') return tree;
  const entries = new Map(steps.value.entries);
  for (const { id, tree: value } of checked) {
    const entry = entries.get(id);
    if (entry !== undefined) entries.set(id, { ...entry, value });
  }
  return withEntry(tree, 'steps', { ...steps, value: { ...steps.value, entries } });
}

function withEntry(tree: MapTree, key: string, entry: Entry): MapTree {
  return { ...tree, entries: new Map(tree.entries).set(key, entry) };
}

function leftOut(before: MapTree, after: MapTree): ReadonlySet<string> {
  const names = ['inputs', 'vars'].flatMap((key) => {
    const tree = treeAt(before, [key]);
    const all = tree?.kind === 'map' ? [...tree.entries.keys()] : [];
    return all.filter((name) => treeAt(after, [key, name]) === undefined).map((name) => `${key}.${name}`);
  });
  return new Set(names);
}

/** The file but for its steps; where something is wrong, the rest of it, if that can be told apart. */
function documentOf(tree: MapTree, report: Report): Pick<CheckedFile, 'document' | 'tree'> | undefined {
  const parsed = pipelineSchema.safeParse(jsonOf(tree));
  if (parsed.success) return { document: parsed.data, tree };
  // A version that is there is reported by checkVersion, in better words.
  const isReported = treeAt(tree, ['version']) !== undefined;
  const issues = parsed.error.issues.filter(({ path }) => path[0] !== 'version' || !isReported);
  reportIssues(issues, { tree, path: [], what: 'a pipeline', schema: pipelineSchema }, report);
  const rest = mendedFile(tree, parsed.error.issues);
  const document = rest && pipelineSchema.safeParse(jsonOf(rest)).data;
  // Steps are mended one by one; one whose name is wrong is checked all the same.
  const steps = tree.entries.get('steps');
  return document && rest && { document, tree: steps === undefined ? rest : withEntry(rest, 'steps', steps) };
}

function checkVersion(tree: MapTree, report: Report): void {
  const version = treeAt(tree, ['version']);
  if (version?.kind !== 'scalar' || version.value === 1) return;
  const isLater = typeof version.value === 'number' && version.value > 1;
  const message = isLater
    ? `version ${version.value} needs a newer Dailies; this one reads version 1`
    : `${JSON.stringify(version.value)} is not a version of the language`;
  report.add({ code: 'VERSION', span: version.span, path: ['version'], message, hint: 'write version: 1' });
}

function stepEntries(tree: MapTree): readonly (readonly [string, Tree])[] {
  const steps = treeAt(tree, ['steps']);
  if (steps?.kind !== 'map') return [];
  return [...steps.entries].map(([id, entry]) => [id, entry.value] as const);
}

function checkStep(id: string, step: MapTree, tree: MapTree, report: Report): CheckedStep | undefined {
  const kind = kindOf(id, tree, report);
  if (kind === undefined) return undefined;
  const schema = kind === 'pipeline' ? partStepSchema : STEP_SCHEMAS[kind];
  const parsed = schema.safeParse(jsonOf(step));
  if (parsed.success) return { id, tree: step, step: parsed.data };
  const what = kind === 'pipeline' ? 'a step that uses a pipeline' : `${kind === 'approve' ? 'an' : 'a'} ${kind} step`;
  const known = kind === 'pipeline' ? partSchema : STEP_SCHEMAS[kind];
  reportIssues(parsed.error.issues, { tree, path: ['steps', id], what, schema: known }, report);
  const rest = mendedStep(step, parsed.error.issues);
  const again = rest && schema.safeParse(jsonOf(rest)).data;
  return rest && again && { id, tree: rest, step: again };
}

function kindOf(id: string, tree: MapTree, report: Report): StepKind | undefined {
  const path = ['steps', id, 'uses'];
  const uses = treeAt(tree, path);
  const span = spanOfValue(tree, path);
  if (uses === undefined) {
    const hint = `write uses: ${STEP_KINDS.join(', ')}`;
    report.add({ code: 'MISSING_KEY', span, path, message: `the step "${id}" needs "uses"`, hint });
    return undefined;
  }
  const name = uses.kind === 'scalar' ? String(uses.value) : '';
  const kind = STEP_KINDS.find((known) => known === name);
  if (kind !== undefined) return kind;
  if (/\.ya?ml$/.test(name)) return 'pipeline';
  const hint = USES_HINTS[name] ?? suggest(name, STEP_KINDS);
  report.add({ code: 'USES_UNKNOWN', span, path, message: `"${name}" is not a kind of step`, hint });
  return undefined;
}
