import type { GivenInput } from './inputs.ts';
import type { LoadOptions } from './load-options.ts';
import { folderOf } from './part-path.ts';
import { readText } from './read-text.ts';
import { PIPELINE_BYTES_MAX, readYaml } from './read-yaml.ts';
import type { Report } from './report.ts';
import { jsonOf } from './tree.ts';

/** The inputs that were given: what is typed counts more than the file. What is wrong with the file is reported. */
export async function givenInputs(
  { inputs, inputsFile, asPlanned, planFile, readBytes }: LoadOptions,
  report: Report,
): Promise<ReadonlyMap<string, GivenInput>> {
  const folder = asPlanned ? folderOf(planFile) : '';
  const typed = Object.entries(inputs).map(([name, value]): readonly [string, GivenInput] => {
    return [name, { value, isText: true, called: `-i ${name}`, folder }];
  });
  const written = inputsFile === undefined ? [] : await inputsIn(inputsFile, { readBytes }, report);
  return new Map([...written, ...typed]);
}

/** The values of an inputs file, YAML or JSON (which is YAML, too): a map from names to values. */
async function inputsIn(
  file: string,
  options: Pick<LoadOptions, 'readBytes'>,
  report: Report,
): Promise<readonly (readonly [string, GivenInput])[]> {
  const text = await readText(file, options, report, { bytes: PIPELINE_BYTES_MAX });
  const tree = text === undefined ? undefined : readYaml(file, text, report);
  if (tree === undefined) return [];
  if (tree.kind !== 'map') {
    const message = `${file} holds no map of inputs`;
    report.add({ code: 'WRONG_TYPE', span: tree.span, message, hint: 'write name: value, a line each' });
    return [];
  }
  return [...tree.entries.values()].map(({ key, keySpan, value }) => {
    return [key, { value: jsonOf(value), isText: false, called: key, span: value.span, keySpan, folder: '' }];
  });
}
