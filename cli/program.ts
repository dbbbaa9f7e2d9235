import { Command } from 'commander';
import { addCommands } from './commands/index.ts';
import { exampleText } from './examples.ts';
import type { Shell } from './session/shell.ts';

/** `dailies` with all its commands; nothing is run before `parseAsync`. It throws commander's errors, never exits. */
export function programOf(shell: Shell): Command {
  const program = new Command('dailies')
    .description('YAML pipelines of AI-video shots, run durably: nothing paid twice, nothing paid and lost.')
    .version(shell.version)
    .exitOverride()
    .showHelpAfterError('(dailies --help lists the commands)')
    .showSuggestionAfterError();
  addCommands(program, shell);
  for (const command of program.commands) command.addHelpText('after', exampleText(command.name()));
  return program;
}
