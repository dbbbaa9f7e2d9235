import type { Plan } from '../plan/plan.ts';
import { apiProfile } from '../plan/profiles.ts';
import { checkSchema } from './check-schema.ts';
import { compile } from './compile.ts';
import { givenInputs } from './given-inputs.ts';
import { inputValues } from './inputs.ts';
import type { Loaded, LoadOptions } from './load-options.ts';
import { readText } from './read-text.ts';
import { PIPELINE_BYTES_MAX, readYaml } from './read-yaml.ts';
import { createReport, type Report } from './report.ts';
import { isStem, stemOf } from './stem.ts';
import { readUsed } from './used-files.ts';

/**
 * Reads a pipeline file: text → tree → schema → checks → plan. All of its problems come at once, in file order; a plan
 * comes where none of them is an error. Never throws for a writer's mistake. `file` is how problems call it; data
 * files are looked up beside it.
 */
export async function load(file: string, options: LoadOptions): Promise<Loaded> {
  const report = createReport();
  const plan = await planOf(file, options, report);
  const found = { problems: report.problems(), texts: report.texts() };
  return plan === undefined || report.hasErrors() ? found : { ...found, plan };
}

async function planOf(path: string, options: LoadOptions, report: Report): Promise<Plan | undefined> {
  const text = await readText(path, options, report, { bytes: PIPELINE_BYTES_MAX });
  if (text === undefined) return undefined;
  const stem = stemOf(path);
  if (!isStem(stem)) {
    const message = `"${stem}" cannot name a pipeline`;
    const hint = 'a file name of letters, digits, dots, hyphens and underscores';
    report.add({ code: 'FILE_NAME', span: { file: path, from: 0, to: 0 }, message, hint });
  }
  const tree = readYaml(path, text, report);
  if (tree === undefined) return undefined;
  const file = checkSchema(tree, report);
  if (file === undefined) return undefined;
  const { planFile } = options;
  const used = await readUsed({ path, planFile, file }, options, report);
  const given = await givenInputs(options, report);
  const missing = { hint: (name: string) => `give it: -i ${name}=…` };
  const inputs = inputValues({ document: file.document, tree: file.tree, planFile, given, missing, report });
  const { extendOutput } = options;
  const api = { ...apiProfile(options.api), ...(extendOutput === undefined ? {} : { extendOutput }) };
  return compile({ used, stem, inputs, options, api, report });
}
