import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';

type Flags = {
  readonly task?: string;
  readonly notCreated?: boolean;
  readonly payAgain?: boolean;
  readonly simulate?: boolean;
};

/** `dailies resolve RUN NODE`: decides an unsure node; needs no engine. */
export function addResolve(program: Command, shell: Shell): void {
  program
    .command('resolve')
    .argument('<run>', 'stem (its latest run) or stem#n')
    .argument('<node>', 'the unsure node')
    .description('decide a node of which nobody knows whether the vendor accepted it')
    .option('--task <id>', 'it is this task: take it')
    .option('--not-created', 'the vendor never accepted it: it may be sent again')
    .option('--pay-again', 'give it up and pay for another one')
    .option('--simulate', 'a simulated run')
    .action(async (typed: string, node: string, flags: Flags) => {
      const { openRun } = await import('../session/open-run.ts');
      const { decisionOf, resolveNode } = await import('../session/resolve-node.ts');
      const { wakeIfOpen } = await import('../session/wake-run.ts');
      const decision = decisionOf(flags);
      const { store, entry } = await openRun(shell, typed, flags);
      const said = await resolveNode({ home: shell.home, store, pipeline: entry.pipeline, node, decision });
      shell.terminal.data(said);
      await wakeIfOpen(shell, entry);
    });
}
