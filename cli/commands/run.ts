import type { Command } from 'commander';
import type { PlanFlags } from '../session/prepare.ts';
import type { Shell } from '../session/shell.ts';
import { withPlanOptions } from './plan-options.ts';

type Flags = PlanFlags & { readonly yes?: boolean; readonly detach?: boolean; readonly json?: boolean };

/** `dailies run FILE`: plan, ask, start, follow. Ctrl-C stops following, never the run. */
export function addRun(program: Command, shell: Shell): void {
  const command = program.command('run').argument('<file>', 'the pipeline file');
  withPlanOptions(command)
    .description('show the plan and its price, ask, start and follow; Ctrl-C stops following, never the run')
    .option('-y, --yes', 'do not ask')
    .option('--detach', 'start and return')
    .action(async (file: string, flags: Flags) => {
      const { runPipeline } = await import('../session/run-pipeline.ts');
      process.exitCode = await runPipeline(shell, file, flags);
    });
}
