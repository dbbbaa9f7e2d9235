import type { Command } from 'commander';
import type { PlanFlags } from '../session/prepare.ts';
import type { Shell } from '../session/shell.ts';
import { withPlanOptions } from './plan-options.ts';

type Flags = PlanFlags & { readonly output?: string; readonly by?: string; readonly json?: boolean };

/** `dailies plan FILE`: what would be made and why, and the price; needs no engine and no key. */
export function addPlan(program: Command, shell: Shell): void {
  const command = program.command('plan').argument('<file>', 'the pipeline file');
  withPlanOptions(command)
    .description('show what would be made, why, and for how much; needs no engine')
    .option('-o, --output <file>', 'write the plan as JSON')
    .option('--by <time>', 'what would be done by then, run now: 09:00, or "2026-11-24 09:00"')
    .action(async (file: string, flags: Flags) => {
      const { prepare } = await import('../session/prepare.ts');
      const { foreseePlan } = await import('../session/foresee-plan.ts');
      const { typedMoment } = await import('../session/typed-moment.ts');
      const { byView, planDocument, planView } = await import('../views/index.ts');
      const { jsonText } = await import('../terminal/index.ts');
      const { terminal } = shell;
      const byMs = flags.by === undefined ? undefined : typedMoment('--by', flags.by, Date.now());
      const prepared = await prepare(shell, file, flags);
      const planned = await foreseePlan(shell, prepared.session, prepared.planned);
      if (flags.output !== undefined) {
        const { writeFile } = await import('node:fs/promises');
        await writeFile(flags.output, `${jsonText(planDocument(planned, byMs), 2)}\n`);
      }
      if (flags.json) return terminal.data(jsonText(planDocument(planned, byMs)));
      terminal.data(planView(planned, terminal.screen()));
      if (byMs !== undefined) terminal.data(`\n${byView(planned, byMs, terminal.screen())}`);
    });
}
