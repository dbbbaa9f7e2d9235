import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A case of test/problems: what was written and what Dailies said. */
export type ProblemCase = {
  readonly name: string;
  /** The pipeline and its data files, by name. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly codes: ReadonlySet<string>;
  /** The problems as printed, in file order. */
  readonly said: readonly { readonly code: string; readonly text: string }[];
};

/** What writers write: pipelines and data. Media and folders beside them are named in what is said. */
const TEXT = /\.(ya?ml|csv|jsonl|json)$/;
const HEAD = /^\S+:\d+:\d+ {2}([A-Z][A-Z_0-9]*) {2}/;

/** Every case under test/problems of the project. */
export function problemCases(root: string): readonly ProblemCase[] {
  const folder = path.join(root, 'test/problems');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, 'expected.txt')))
    .map(({ name }) => readCase(path.join(folder, name), name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The case that shows a code best: it shows little else, in few lines. */
export function bestCase(cases: readonly ProblemCase[], code: string): ProblemCase | undefined {
  const [best] = cases
    .filter(({ codes }) => codes.has(code))
    .sort((a, b) => a.codes.size - b.codes.size || linesOf(a) - linesOf(b));
  return best;
}

/** Lines of all files of a case. */
export function linesOf({ files }: ProblemCase): number {
  return files.reduce((sum, { text }) => sum + text.split('\n').length, 0);
}

function readCase(folder: string, name: string): ProblemCase {
  const files = readdirSync(folder)
    .filter((file) => TEXT.test(file) && file !== 'typed.json')
    .sort((a, b) => Number(b === 'pipeline.yaml') - Number(a === 'pipeline.yaml') || (a < b ? -1 : 1))
    .map((file) => ({ name: file, text: readFileSync(path.join(folder, file), 'utf8') }));
  const blocks = readFileSync(path.join(folder, 'expected.txt'), 'utf8').split('\n\n');
  const said = blocks.flatMap((text) => {
    const code = HEAD.exec(text)?.[1];
    return code === undefined ? [] : [{ code, text }];
  });
  return { name, files, said, codes: new Set(said.map(({ code }) => code)) };
}
