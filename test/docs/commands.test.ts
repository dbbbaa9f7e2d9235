import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { EXAMPLES } from '../../cli/examples.ts';
import { programOf } from '../../cli/program.ts';
import { shellOf } from '../../cli/session/shell.ts';
import { blocksOf, documents, spansOf } from './documents.ts';

const program = programOf(shellOf(process));
const shown = program
  .createHelp()
  .visibleCommands(program)
  .map((command) => command.name())
  .filter((name) => name !== 'help');

/** What is typed after `dailies ` in a document: whole code spans, and the rest of a line in a block. */
function typedIn(text: string): readonly string[] {
  const spans = spansOf(text).flatMap((span) => /^(?:npx )?dailies (.+)$/.exec(span)?.[1] ?? []);
  const lines = blocksOf(text)
    .filter(({ language }) => ['', 'sh', 'yaml'].includes(language))
    .flatMap((block) => [...block.text.matchAll(/(?:^|[\s(])dailies ([a-z-].*)$/gm)].map(([, rest = '']) => rest))
    // What stands behind two spaces, a semicolon or in brackets is said about the command.
    .map((rest) => rest.split(/ {2,}|;| \(/)[0] ?? '');
  return [...spans, ...lines];
}

/** What of a typed command is not known: the command, or an option of it. */
function unknownIn(typed: string): readonly string[] {
  const [name = '', ...words] = typed.split(/[\s[\]|]+/).filter((word) => word !== '');
  if (['--help', '--version'].includes(name)) return [];
  const command = program.commands.find((one) => one.name() === name);
  if (command === undefined) return [`dailies ${name}`];
  const options = words.filter((word) => /^-{1,2}[a-z]/.test(word)).map((word) => word.replace(/[=,.:].*$/, ''));
  return options.filter((option) => !hasOption(command, option)).map((option) => `dailies ${name} ${option}`);
}

function hasOption(command: Command, option: string): boolean {
  return option === '--help' || command.options.some(({ short, long }) => option === short || option === long);
}

describe('commands in documents', () => {
  test('are known, and so are their options', () => {
    const found = documents('all').flatMap(({ file, text }) =>
      typedIn(text).flatMap((typed) => unknownIn(typed).map((unknown) => `${file}: ${unknown}`)),
    );
    expect(found).toEqual([]);
  });

  test('are all in the table of the README', () => {
    const readme = documents('written').find(({ file }) => file === 'README.md')?.text ?? '';
    const named = new Set(typedIn(readme).map((typed) => typed.split(' ')[0]));
    expect(shown.filter((name) => !named.has(name))).toEqual([]);
  });

  test('each has examples in its help, which are its own', () => {
    const typed = shown.map((name) => ({ name, lines: EXAMPLES[name] ?? [] }));
    expect(typed.filter(({ lines }) => lines.length === 0)).toEqual([]);
    const strange = ({ name, lines }: (typeof typed)[number]) =>
      lines.filter((line) => !line.includes(`dailies ${name}`));
    expect(typed.flatMap(strange)).toEqual([]);
    expect(Object.keys(EXAMPLES).filter((name) => !shown.includes(name))).toEqual([]);
  });

  test('that are not known are found', () => {
    const text =
      'Type `dailies rnu x.yaml` or `npx dailies run x.yaml --fast`.\n\n```sh\ndailies plan --slow  then wait\n```\n';
    expect(typedIn(text).flatMap(unknownIn)).toEqual(['dailies rnu', 'dailies run --fast', 'dailies plan --slow']);
  });
});
