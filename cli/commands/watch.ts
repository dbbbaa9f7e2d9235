import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';

type Flags = { readonly simulate?: boolean; readonly json?: boolean };

/** `dailies watch [RUN]`: follows a run live. */
export function addWatch(program: Command, shell: Shell): void {
  program
    .command('watch')
    .argument('[run]', 'stem (its latest run) or stem#n')
    .description('follow a run live; Ctrl-C stops following, never the run')
    .option('--simulate', 'a simulated run')
    .option('--json', 'one JSON object a line: each change of a node, and the run at the end')
    .action(async (typed: string | undefined, flags: Flags) => {
      const { takeUp } = await import('../session/take-up.ts');
      process.exitCode = await takeUp(shell, typed, flags, { wake: false, lines: true });
    });
}

/** `dailies resume [RUN]`: brings engine and worker up, wakes the run, follows it. */
export function addResume(program: Command, shell: Shell): void {
  program
    .command('resume')
    .argument('[run]', 'stem (its latest run) or stem#n')
    .description('bring engine and worker up; whatever was open goes on; follow it')
    .option('--simulate', 'a simulated run')
    .option('--json', 'end with one JSON document')
    .action(async (typed: string | undefined, flags: Flags) => {
      const { takeUp } = await import('../session/take-up.ts');
      process.exitCode = await takeUp(shell, typed, flags, { wake: true });
    });
}
