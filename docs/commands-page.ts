import type { Command } from 'commander';
import { exampleText } from '../cli/examples.ts';
import { programOf } from '../cli/program.ts';
import { shellOf } from '../cli/session/shell.ts';
import { fenced, GENERATED, page } from './markdown.ts';

const INTRO = `RUN is a pipeline file's stem (its latest run) or \`stem#n\`. Standard output is data, standard error is talk.
The codes with which commands end: [exit codes](exit-codes.md).`;
/** Characters a line; wider than a terminal is assumed to be, so that few options take two lines. */
const WIDTH = 110;

/** docs/reference/commands.md: each command's own help. */
export function commandsPage(): string {
  const sections = shownCommands().map((command) => `## ${command.name()}\n\n${fenced('', helpOf(command))}`);
  return page('# Commands', GENERATED, INTRO, ...sections);
}

function shownCommands(): readonly Command[] {
  const program = programOf(shellOf(process));
  // Without the hidden ones and commander's own `help`.
  const shown = new Set(program.createHelp().visibleCommands(program));
  return program.commands.filter((command) => shown.has(command));
}

function helpOf(command: Command): string {
  const help = command.configureOutput({ getOutHelpWidth: () => WIDTH, getOutHasColors: () => false });
  return `${help.helpInformation()}${exampleText(command.name())}`.trimEnd();
}
