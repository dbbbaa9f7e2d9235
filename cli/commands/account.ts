import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';

type Flags = { readonly simulate?: boolean; readonly json?: boolean };

/** `dailies account [NAME] [pause|resume|limit N]`: who holds which slots and why, after an order, if any. */
export function addAccount(program: Command, shell: Shell): void {
  program
    .command('account')
    .argument('[words...]', 'its name in dailies.yaml (default: default), then pause, resume, or limit N')
    .description(
      'show who holds which slots of an account and why; pause and resume all its runs, or let fewer tasks run at once',
    )
    .option('--simulate', 'the account of simulated runs')
    .option('--json', 'one JSON document')
    .action(async (words: readonly string[], flags: Flags) => {
      const { readAccountWords } = await import('../session/account-words.ts');
      const { accountCommand } = await import('../session/account-command.ts');
      await accountCommand(shell, readAccountWords(words), flags);
    });
}
