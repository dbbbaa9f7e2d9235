import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AccountFacts } from '../../config/index.ts';
import { type Loaded, type LoadOptions, load, type Problem, render } from '../../language/index.ts';
import type { Plan } from '../../plan/plan.ts';
import { leadsOut } from '../../store/leads-out.ts';
import type { Terminal } from '../terminal/index.ts';
import { mediaLooker } from './media-looker.ts';
import { Refusal } from './refusal.ts';
import { typedInputs } from './typed-inputs.ts';

export type LoadFlags = {
  readonly input?: readonly string[];
  /** A file of inputs; what is typed counts more. */
  readonly inputs?: string;
  /** The inputs are those of an older plan: paths in them are relative to the pipeline, not to the project. */
  readonly asPlanned?: boolean;
  readonly profile?: string | undefined;
  /** What finished links of it show. */
  readonly extendOutput?: 'includes-source' | 'segment-only';
  readonly strict?: boolean;
};

/** Reads, checks and compiles a pipeline file. Problems call files as they look from `cwd`. */
export async function loadPipeline(
  { cwd, root }: { readonly cwd: string; readonly root: string },
  file: string,
  facts: Pick<AccountFacts, 'api' | 'mediaHost'>,
  flags: LoadFlags,
): Promise<Loaded> {
  return load(path.relative(cwd, file), {
    readBytes: readerOf(cwd, root, [path.relative(cwd, file), flags.inputs]),
    planFile: path.relative(root, file).split(path.sep).join('/'),
    inputs: await typedInputs(cwd, flags.input ?? []),
    ...(flags.inputs === undefined ? {} : { inputsFile: flags.inputs }),
    ...(flags.asPlanned ? { asPlanned: true } : {}),
    ...(flags.profile === undefined ? {} : { profile: flags.profile }),
    api: facts.api,
    ...(flags.extendOutput === undefined ? {} : { extendOutput: flags.extendOutput }),
    media: { host: facts.mediaHost, lookAt: mediaLooker(cwd, root) },
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  });
}

/** What was typed may lie anywhere; what a pipeline names lies in its project, links resolved. */
function readerOf(cwd: string, root: string, typed: readonly (string | undefined)[]): LoadOptions['readBytes'] {
  return async (name) => {
    const place = path.resolve(cwd, name);
    const to = typed.includes(name) ? undefined : await leadsOut(root, place);
    if (to !== undefined) throw Object.assign(new Error(`${name} leads to ${to}`), { code: 'ELEADSOUT' });
    return readFile(place);
  };
}

/**
 * The plan, or all problems printed and refused (65) where one is an error (with `--strict` a warning is one). The
 * warnings of a plan that stands are shown with it.
 */
export function soundPlan(terminal: Terminal, { problems, plan, texts }: Loaded, flags: LoadFlags): Plan {
  const wrong = problems.filter((problem) => isWrong(problem, flags));
  if (plan !== undefined && wrong.length === 0) return plan;
  for (const problem of problems) terminal.say(render(problem, texts[problem.file] ?? ''));
  throw new Refusal(65, `${wrong.length} ${wrong.length === 1 ? 'problem' : 'problems'}; nothing was started`, '');
}

/** Whether a problem stops. */
export function isWrong(problem: Problem, { strict }: LoadFlags): boolean {
  return problem.severity === 'error' || strict === true;
}
