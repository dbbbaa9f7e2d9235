import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';

/** `dailies pick RUN STEP[@GROUP] NODE…`: answers a pick; needs no engine. */
export function addPick(program: Command, shell: Shell): void {
  program
    .command('pick')
    .argument('<run>', 'stem (its latest run) or stem#n')
    .argument('<step>', 'the pick step, with @GROUP where it has groups')
    .argument('<node...>', 'the chosen takes: node names, their keys, or what tells them apart in their group')
    .description('choose takes; the answer goes into the picks file')
    .option('--simulate', 'a simulated run')
    .action(async (typed: string, step: string, nodes: readonly string[], flags: { readonly simulate?: boolean }) => {
      const { openRun } = await import('../session/open-run.ts');
      const { planOf } = await import('../session/seen-run.ts');
      const { answerOf } = await import('../session/pick-answer.ts');
      const { wakeIfOpen } = await import('../session/wake-run.ts');
      const { store, entry } = await openRun(shell, typed, flags);
      const answer = await answerOf(store, await planOf(store, entry), step, nodes);
      await store.picks.answer(entry, answer);
      const { terminal } = shell;
      terminal.data(
        `${answer.step}${answer.group === '' ? '' : `@${answer.group}`}: ${answer.chosen.map((take) => take.node).join(', ')}`,
      );
      terminal.say(`written to ${store.picks.fileOf(entry)}`);
      await wakeIfOpen(shell, entry);
    });
}
