import { spawn } from 'node:child_process';
import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';
import { type CallbackOptions, keepCallbackOptions, withCallbackOptions } from './callback-options.ts';

/** `dailies worker`: one more worker, in the foreground, for a Temporal of one's own. */
export function addWorker(program: Command, shell: Shell): void {
  withCallbackOptions(program.command('worker'))
    .description('run a worker in the foreground, for a Temporal of your own (the embedded engine has one)')
    .action(async (options: CallbackOptions) => {
      const { externalEngine } = await import('../../engine/index.ts');
      const { Refusal } = await import('../session/refusal.ts');
      if ((await externalEngine(shell.env)) === undefined) {
        throw new Refusal(
          64,
          'the embedded engine has its own worker',
          'dailies up starts it; TEMPORAL_ADDRESS names one of yours',
        );
      }
      await keepCallbackOptions(shell, options);
      process.exitCode = await run(shell.scripts.worker, { ...shell.env, DAILIES_HOME: shell.home });
    });
}

function run(script: string, env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script], { env, stdio: 'inherit' });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill('SIGTERM'));
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 70));
  });
}
