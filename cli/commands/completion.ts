import { Argument, type Command } from 'commander';
import type { Shell } from '../session/shell.ts';

const SHELLS = ['bash', 'zsh', 'fish'];

/** `dailies completion SHELL`, and the hidden `dailies complete -- WORDS` that its script calls at each Tab. */
export function addCompletion(program: Command, shell: Shell): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'the shell that is to complete what you type').choices(SHELLS))
    .description('print a script that completes commands, options and runs at Tab')
    .action(async (name: string) => {
      const { script } = await import('@bomb.sh/tab');
      script(name, 'dailies', 'dailies');
    });
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: readonly string[]) => {
      const { completeWords } = await import('../session/complete-words.ts');
      completeWords(program, shell.cwd, words);
    });
}
