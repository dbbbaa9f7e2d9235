import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';
import { jsonText } from '../terminal/index.ts';

/** `dailies doctor`: engine, worker, key, clock, disk, links, each with what to do. Exit 0, or the first code of what is bad. */
export function addDoctor(program: Command, shell: Shell): void {
  program
    .command('doctor')
    .description('look at engine, worker, key, clock, disk and links; say what to do')
    .option('--json', 'one JSON document')
    .action(async (flags: { readonly json?: boolean }) => {
      const { checks } = await import('../session/checks.ts');
      const { doctorView } = await import('../views/index.ts');
      const found = await checks(shell);
      const { terminal } = shell;
      terminal.data(flags.json ? jsonText({ checks: found }) : doctorView(found, terminal.screen()));
      process.exitCode = found.reduce((code, { ok, exit = 69 }) => (ok ? code : Math.min(code || exit, exit)), 0);
    });
}
