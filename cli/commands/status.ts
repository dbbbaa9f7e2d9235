import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';

/** `dailies status [RUN]`: one run as a table. */
export function addStatus(program: Command, shell: Shell): void {
  program
    .command('status')
    .argument('[run]', 'stem (its latest run) or stem#n')
    .description('show how a run stands')
    .option('--simulate', 'a simulated run')
    .option('--json', 'one JSON document')
    .action(async (typed: string | undefined, flags: { readonly simulate?: boolean; readonly json?: boolean }) => {
      const { openRun } = await import('../session/open-run.ts');
      const { seenAround } = await import('../session/seen-around.ts');
      const { seenRun } = await import('../session/seen-run.ts');
      const { withLivingEngine } = await import('../session/engine-session.ts');
      const { sayStatus } = await import('../session/say-status.ts');
      const { store, entry } = await openRun(shell, typed, flags);
      const seen =
        (await withLivingEngine(shell, (client) => seenAround(shell, client, store, entry))) ??
        (await seenRun(undefined, store, entry));
      process.exitCode = await sayStatus(shell, store, seen, flags.json ?? false);
    });
}
