import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';

/** `dailies up`: engine and worker, started where they are not. */
export function addUp(program: Command, shell: Shell): void {
  program
    .command('up')
    .description('start the engine and its worker; whatever was open goes on')
    .action(async () => {
      const { withEngine } = await import('../session/engine-session.ts');
      const { engineStatus } = await import('../../engine/index.ts');
      await withEngine(shell, async () => undefined);
      const { address, epoch } = engineStatus({ home: shell.home });
      shell.terminal.data(
        address === undefined ? 'your Temporal answers' : `the engine answers at ${address} (start ${epoch})`,
      );
    });
}
