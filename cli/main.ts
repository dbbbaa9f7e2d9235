#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { addCommands } from './commands/index.ts';
import { shellOf } from './session/shell.ts';

const shell = shellOf(process);
const program = new Command('dailies')
  .description('YAML pipelines of AI-video shots, run durably: nothing paid twice, nothing paid and lost.')
  .version(shell.version)
  .exitOverride()
  .showHelpAfterError('(dailies --help lists the commands)')
  .showSuggestionAfterError();
addCommands(program, shell);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode = error instanceof CommanderError ? usage(error) : await other(error);
}

function usage(error: CommanderError): number {
  return ['commander.help', 'commander.helpDisplayed', 'commander.version'].includes(error.code) ? 0 : 64;
}

// Loaded where it is needed: it knows the errors of every room.
async function other(error: unknown): Promise<number> {
  const { explain } = await import('./explain.ts');
  return explain(error, shell.terminal);
}
