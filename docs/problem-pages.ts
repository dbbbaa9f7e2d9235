import { PROBLEM_CODES } from '../language/index.ts';
import { MEDIA_RULES } from '../plan/rules/media.ts';
import { RULES } from '../plan/rules.ts';
import type { GeneratedFile } from './generated-file.ts';
import { code, fenced, GENERATED, page, sentence, table } from './markdown.ts';
import { bestCase, linesOf, type ProblemCase, problemCases } from './problem-cases.ts';

const FOLDER = 'docs/reference/problems';
const INTRO = `What \`dailies validate\`, \`dailies plan\` and \`dailies run\` say about a file before anything is paid. All
problems of a file come at once, in file order. Codes never change their meaning.`;
/** A file with more lines, or with more other problems, would hide what it shows. */
const EXAMPLE_MAX = { lines: 24, codes: 4 };

/** A page for each code of a problem, and one that lists them. */
export function problemPages(root: string): readonly GeneratedFile[] {
  const cases = problemCases(root);
  const codes = Object.entries(PROBLEM_CODES);
  const rows = codes.map(([name, meaning]) => [`[${name}](${name}.md)`, sentence(meaning)]);
  const list = page('# Problems', GENERATED, INTRO, table(['code', 'means'], rows));
  return [
    { file: `${FOLDER}/README.md`, text: list },
    ...codes.map(([name, meaning]) => ({
      file: `${FOLDER}/${name}.md`,
      text: page(
        `# ${name}`,
        GENERATED,
        sentence(meaning),
        ...rulesOf(name),
        ...exampleOf(name, bestCase(cases, name)),
      ),
    })),
  ];
}

function rulesOf(name: string): readonly string[] {
  const rules = [...RULES, ...MEDIA_RULES].filter((rule) => rule.code === name);
  if (rules.length === 0) return [];
  const lines = rules.map(({ number, severity, words }) => `- ${number} (${severity}): ${words}`);
  return [`[Rules of the vendor's page](../rules.md) with this code:`, lines.join('\n')];
}

function exampleOf(name: string, found: ProblemCase | undefined): readonly string[] {
  if (found === undefined) return [];
  const said = found.said.filter((block) => block.code === name).map(({ text }) => text);
  const printed = fenced('', said.join('\n\n'));
  if (linesOf(found) > EXAMPLE_MAX.lines || found.codes.size > EXAMPLE_MAX.codes) return ['## Example', printed];
  const files = found.files.flatMap((file) => [`${code(file.name)}:`, fenced(languageOf(file.name), file.text)]);
  return ['## Example', ...files, 'Dailies says:', printed];
}

function languageOf(file: string): string {
  return /\.(\w+)$/.exec(file)?.[1] ?? '';
}
