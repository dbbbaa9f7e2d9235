import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';

type Flags = { readonly simulate?: boolean; readonly json?: boolean; readonly yes?: boolean };

/** `dailies retry RUN [NODE…]`: only what failed; $0 for the rest. */
export function addRetry(program: Command, shell: Shell): void {
  program
    .command('retry')
    .argument('[run]', 'stem (its latest run) or stem#n')
    .argument('[node...]', 'only these failed nodes')
    .description('try again what failed; $0 for the rest')
    .option('-y, --yes', 'do not ask')
    .option('--simulate', 'a simulated run')
    .option('--json', 'end with one JSON document')
    .action(async (typed: string | undefined, nodes: readonly string[], flags: Flags) => {
      const { retryRun } = await import('../session/retry-run.ts');
      process.exitCode = await retryRun(shell, typed, nodes, flags);
    });
}
