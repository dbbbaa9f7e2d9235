import { mended } from './mended.ts';
import { USES_HINTS, USES_NOT_YET } from './not-yet.ts';
import type { Report } from './report.ts';
import { type PipelineDocument, pipelineSchema } from './schema/pipeline.ts';
import { STEP_KINDS, STEP_SCHEMAS, type Step, type StepKind } from './schema/steps.ts';
import { reportIssues } from './schema-problems.ts';
import { suggest } from './suggest.ts';
import { jsonOf, type MapTree, spanOfKey, spanOfValue, type Tree, treeAt } from './tree.ts';

/** A step that the schema found well formed, with its place. `broken` ones are known by name only. */
export type CheckedStep = { readonly id: string; readonly tree: MapTree; readonly step: Step };

/** A file that may be compiled as far as its well-formed steps go. */
export type CheckedFile = {
  readonly tree: MapTree;
  readonly document: PipelineDocument;
  readonly steps: readonly CheckedStep[];
  /** Steps that have a problem already: what refers to them is not reported again. */
  readonly broken: ReadonlySet<string>;
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
  const document = documentOf(tree, report);
  return document && { tree, document, steps, broken };
}

/** The file but for its steps; where something is wrong that nothing leans on, the rest of it. */
function documentOf(tree: MapTree, report: Report): PipelineDocument | undefined {
  const json = jsonOf(tree);
  const parsed = pipelineSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  // A version that is there is reported by checkVersion, in better words.
  const isReported = treeAt(tree, ['version']) !== undefined;
  const issues = parsed.error.issues.filter(({ path }) => path[0] !== 'version' || !isReported);
  reportIssues(issues, { tree, path: [], what: 'a pipeline', schema: pipelineSchema }, report);
  const rest = mended(json, parsed.error.issues);
  return rest && pipelineSchema.safeParse(rest).data;
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
  const schema = STEP_SCHEMAS[kind];
  const parsed = schema.safeParse(jsonOf(step));
  if (parsed.success) return { id, tree: step, step: parsed.data };
  reportIssues(parsed.error.issues, { tree, path: ['steps', id], what: `a ${kind} step`, schema }, report);
  return undefined;
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
  const later = USES_NOT_YET[name] ?? (/[/\\]|\.ya?ml$/.test(name) ? 'pipelines inside pipelines' : undefined);
  if (later !== undefined) {
    report.add({ code: 'NOT_SUPPORTED_YET', span, path, message: `uses: ${name} (${later}) is not supported yet` });
  } else {
    const hint = USES_HINTS[name] ?? suggest(name, STEP_KINDS);
    report.add({ code: 'USES_UNKNOWN', span, path, message: `"${name}" is not a kind of step`, hint });
  }
  return undefined;
}
