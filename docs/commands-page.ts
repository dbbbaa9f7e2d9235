import type { Command } from 'commander';
import { programOf } from '../cli/program.ts';
import { shellOf } from '../cli/session/shell.ts';
import { fenced, GENERATED, page } from './markdown.ts';

const INTRO = `RUN is a pipeline file's stem (its latest run) or \`stem#n\`. Standard output is data, standard error is talk.
The codes with which commands end: [exit codes](exit-codes.md).`;
/** Characters a line; wider than a terminal is assumed to be, so that few options take two lines. */
const WIDTH = 110;

/** docs/reference/commands.md: each command's own help. */
export function commandsPage(): string {
  const sections = programOf(shellOf(process)).commands.map(
    (command) => `## ${command.name()}\n\n${fenced('', helpOf(command))}`,
  );
  return page('# Commands', GENERATED, INTRO, ...sections);
}

function helpOf(command: Command): string {
  return command.configureOutput({ getOutHelpWidth: () => WIDTH, getOutHasColors: () => false }).helpInformation();
}
