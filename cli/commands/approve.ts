import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';

type Flags = { readonly reject?: boolean; readonly simulate?: boolean };

/** `dailies approve RUN STEP[@KEY] [--reject]`: answers an approve; needs no engine. */
export function addApprove(program: Command, shell: Shell): void {
  program
    .command('approve')
    .argument('<run>', 'stem (its latest run) or stem#n')
    .argument('<step>', 'the approve step, with @KEY where it has axes')
    .description('let what waits for an approve go on, or not; the answer goes into the picks file')
    .option('--reject', 'what depends on it is not made')
    .option('--simulate', 'a simulated run')
    .action(async (typed: string, step: string, flags: Flags) => {
      const { openRun } = await import('../session/open-run.ts');
      const { planOf } = await import('../session/seen-run.ts');
      const { approvalOf } = await import('../session/approve-answer.ts');
      const { wakeIfOpen } = await import('../session/wake-run.ts');
      const { store, entry } = await openRun(shell, typed, flags);
      const plan = await planOf(store, entry);
      const approval = await approvalOf(store, plan, step, flags.reject ? 'rejected' : 'approved');
      await store.picks.approve(entry, approval);
      const { terminal } = shell;
      const name = approval.group === '' ? approval.step : `${approval.step}@${approval.group}`;
      const shown = approval.shown.map((take) => take.node).join(', ');
      terminal.data(`${name}: ${approval.answer}${shown === '' ? '' : ` (${shown})`}`);
      terminal.say(`written to ${store.picks.fileOf(entry)}`);
      await wakeIfOpen(shell, entry);
    });
}
