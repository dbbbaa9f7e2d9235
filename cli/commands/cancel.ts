import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';

type Flags = { readonly simulate?: boolean; readonly finishRunning?: boolean };

/** `dailies cancel RUN [NODE…]`: submits nothing more; says what is still being paid for. */
export function addCancel(program: Command, shell: Shell): void {
  program
    .command('cancel')
    .argument('[run]', 'stem (its latest run) or stem#n')
    .argument('[node...]', 'only these nodes')
    .description('submit nothing more, cancel at the vendor what is queued; what renders is paid and comes in')
    .option('--finish-running', 'cancel nothing at the vendor')
    .option('--simulate', 'a simulated run')
    .action(async (typed: string | undefined, nodes: readonly string[], flags: Flags) => {
      const { withRun } = await import('../session/take-up.ts');
      const { cancelRun } = await import('../session/cancel-run.ts');
      process.exitCode = await withRun(shell, typed, flags, (run) =>
        cancelRun(shell, run, { nodes, finishRunning: flags.finishRunning ?? false }),
      );
    });
}
