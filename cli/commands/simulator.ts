import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';

/** `dailies simulator`: the vendor's API on this machine, in the foreground. Its flags are the simulator's own. */
export function addSimulator(program: Command, shell: Shell): void {
  program
    .command('simulator')
    .description("run the simulator of the vendor's API on 127.0.0.1 in the foreground")
    .option('--port <port>', 'port to listen on', '0')
    .option('--state <file>', 'keep tasks, ledger and keys in this file over a restart')
    .option('--speed <n>', 'divide queue and render times by this', '1')
    .option('--seed <n>', 'seed of queue and render times', '1')
    .option('--cap <n>', 'tasks allowed at once', '5')
    .option('--counts <what>', 'what the cap counts: in-flight or queued', 'in-flight')
    .option('--idempotency <how>', 'Idempotency-Key: honour, ignore or forget (default: as the API does)')
    .option('--extend <what>', 'what extend returns: includes-source or segment-only', 'includes-source')
    .option('--api <profile>', 'the generation of the API that it speaks', 'simulator')
    .action(async (flags: { readonly [flag: string]: string }) => {
      const { spawn } = await import('node:child_process');
      const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
      const child = spawn(process.execPath, [shell.scripts.simulator, ...args], { stdio: 'inherit' });
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill('SIGTERM'));
      process.exitCode = await new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 0)));
    });
}
