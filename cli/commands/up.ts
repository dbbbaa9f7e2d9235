import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';
import { type CallbackOptions, keepCallbackOptions, withCallbackOptions } from './callback-options.ts';

/** `dailies up`: engine and worker, started where they are not. */
export function addUp(program: Command, shell: Shell): void {
  withCallbackOptions(program.command('up'))
    .description('start the engine and its worker; whatever was open goes on')
    .action(async (options: CallbackOptions) => {
      const callbacks = await keepCallbackOptions(shell, options);
      const { withEngine } = await import('../session/engine-session.ts');
      const { engineStatus } = await import('../../engine/index.ts');
      await withEngine(shell, async () => undefined);
      const { address, epoch } = engineStatus({ home: shell.home });
      shell.terminal.data(
        address === undefined ? 'your Temporal answers' : `the engine answers at ${address} (start ${epoch})`,
      );
      if (callbacks === undefined) return;
      const { checkCallbacks } = await import('../session/callback-check.ts');
      await checkCallbacks(shell, callbacks);
    });
}
