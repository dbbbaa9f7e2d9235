import type { Command } from 'commander';
import type { PlanFlags } from '../session/prepare.ts';
import type { Shell } from '../session/shell.ts';
import { withPlanOptions } from './plan-options.ts';

type Flags = PlanFlags & { readonly output?: string; readonly json?: boolean };

/** `dailies plan FILE`: what would be made and why, and the price; needs no engine and no key. */
export function addPlan(program: Command, shell: Shell): void {
  const command = program.command('plan').argument('<file>', 'the pipeline file');
  withPlanOptions(command)
    .description('show what would be made, why, and for how much; needs no engine')
    .option('-o, --output <file>', 'write the plan as JSON')
    .action(async (file: string, flags: Flags) => {
      const { prepare } = await import('../session/prepare.ts');
      const { planDocument, planView } = await import('../views/index.ts');
      const { jsonText } = await import('../terminal/index.ts');
      const { terminal } = shell;
      const { planned } = await prepare(shell, file, flags);
      if (flags.output !== undefined) {
        const { writeFile } = await import('node:fs/promises');
        await writeFile(flags.output, `${jsonText(planDocument(planned), 2)}\n`);
      }
      terminal.data(flags.json ? jsonText(planDocument(planned)) : planView(planned, terminal.screen()));
    });
}
