import { type CheckedFile, type CheckedStep, checkSchema } from './check-schema.ts';
import type { LoadOptions } from './load-options.ts';
import { folderOf, leavesProject, normalPath } from './part-path.ts';
import { readText } from './read-text.ts';
import { PIPELINE_BYTES_MAX, readYaml } from './read-yaml.ts';
import type { Report } from './report.ts';
import { isAbsolute, stemOf } from './stem.ts';
import { spanOfValue } from './tree.ts';

/** A pipeline file with those that it uses. */
export type UsedFile = {
  /** As problems call it. */
  readonly path: string;
  /** Relative to the project's root, with forward slashes. */
  readonly planFile: string;
  readonly file: CheckedFile;
  /** The files that steps use, by step id. */
  readonly uses: ReadonlyMap<string, UsedFile>;
};

type Unused = Omit<UsedFile, 'uses'>;

/** The file that was run and those below it: no deeper, or nobody follows what happens where. */
export const PARTS_DEPTH_MAX = 4;

/**
 * Reads the files that a file's steps use, and those that these use. Each is checked by itself, once; one that is
 * outside of the project, too deep, or used by itself is reported, and its step counts as broken.
 */
export async function readUsed(
  top: Unused,
  options: Pick<LoadOptions, 'readBytes'>,
  report: Report,
): Promise<UsedFile> {
  const checked = new Map<string, Promise<CheckedFile | undefined>>();
  const below = new Map<string, Promise<UsedFile>>();
  return withUsed(top, [top.planFile]);

  async function withUsed({ path, planFile, file }: Unused, above: readonly string[]): Promise<UsedFile> {
    const uses = new Map<string, UsedFile>();
    for (const step of file.steps) {
      const used = await usedBy(step, { path, planFile, file }, above);
      if (used !== undefined) uses.set(step.id, used);
    }
    const isLost = ({ id, step }: CheckedStep) => step.uses === 'pipeline' && !uses.has(id);
    const lost = file.steps.filter(isLost).map(({ id }) => id);
    const steps = file.steps.filter((step) => !isLost(step));
    const outputs = new Map(
      [...uses].map(([id, used]) => [id, Object.keys(used.file.document.outputs ?? {})] as const),
    );
    const broken = new Set([...file.broken, ...lost]);
    return { path, planFile, uses, file: { ...file, steps, broken, outputs } };
  }

  async function usedBy(
    { id, step, tree }: CheckedStep,
    { path, planFile }: Unused,
    above: readonly string[],
  ): Promise<UsedFile | undefined> {
    if (step.uses !== 'pipeline') return undefined;
    const span = spanOfValue(tree, ['uses']);
    const place = { span, path: ['steps', id, 'uses'] };
    const name = normalPath(folderOf(planFile) + step.file);
    if (isAbsolute(step.file) || leavesProject(name)) {
      const message = `${step.file} lies outside of the project`;
      const hint = 'a pipeline uses files of its own project, by paths relative to itself';
      report.add({ code: 'PART_PATH', ...place, message, hint });
      return undefined;
    }
    if (above.includes(name)) {
      const circle = [...above.slice(above.indexOf(name)), name].map(stemOf).join(' → ');
      report.add({ code: 'CYCLE', ...place, message: `${circle}: each uses the next` });
      return undefined;
    }
    if (above.length >= PARTS_DEPTH_MAX) {
      const message = `${[...above, name].map(stemOf).join(' → ')}: pipelines are nested at most ${PARTS_DEPTH_MAX} deep`;
      report.add({ code: 'PART_DEPTH', ...place, message });
      return undefined;
    }
    const shown = normalPath(folderOf(path) + step.file);
    report.used(shown, { span, step: id });
    const found = await fileAt(name, shown, span);
    if (found === undefined) return undefined;
    // What is below a file depends on how deep it stands; circles are found whichever way one comes.
    const key = `${above.length} ${name}`;
    const whole = below.get(key) ?? withUsed({ path: shown, planFile: name, file: found }, [...above, name]);
    below.set(key, whole);
    return whole;
  }

  async function fileAt(
    name: string,
    path: string,
    from: ReturnType<typeof spanOfValue>,
  ): Promise<CheckedFile | undefined> {
    const known = checked.get(name) ?? readChecked(path, from);
    checked.set(name, known);
    return known;
  }

  async function readChecked(path: string, from: ReturnType<typeof spanOfValue>): Promise<CheckedFile | undefined> {
    const text = await readText(path, options, report, { bytes: PIPELINE_BYTES_MAX, from });
    const tree = text === undefined ? undefined : readYaml(path, text, report);
    return tree && checkSchema(tree, report);
  }
}
