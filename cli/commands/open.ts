import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';

type Flags = { readonly simulate?: boolean; readonly browser: boolean };

/** `dailies open [RUN]`: the sheet, served to this machine until Ctrl-C. */
export function addOpen(program: Command, shell: Shell): void {
  program
    .command('open')
    .argument('[run]', 'stem (its latest run) or stem#n')
    .description('look at takes in the browser, choose, approve, promote; Ctrl-C closes the page, never the run')
    .option('--simulate', 'a simulated run')
    .option('--no-browser', 'print the address only')
    .action(async (typed: string | undefined, flags: Flags) => {
      const { openSheet } = await import('../session/open-sheet.ts');
      await openSheet(shell, typed, flags);
    });
}
