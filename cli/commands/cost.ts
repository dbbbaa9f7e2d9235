import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';
import { jsonText } from '../terminal/index.ts';

type Flags = { readonly since?: string; readonly by: string; readonly simulate?: boolean; readonly json?: boolean };

/** `dailies cost`: planned, real, refunded, from the claims. */
export function addCost(program: Command, shell: Shell): void {
  program
    .command('cost')
    .description('what was planned, paid and refunded')
    .option('--since <when>', 'a date (2026-04-01) or an age (72h)')
    .option('--by <group>', 'model, pipeline or day', 'pipeline')
    .option('--simulate', 'of the simulated runs')
    .option('--json', 'one JSON document')
    .action(async (flags: Flags) => {
      const { openRealms } = await import('../session/realm-session.ts');
      const { costEntries, sinceMs } = await import('../session/cost-entries.ts');
      const { COST_GROUPS, costOverview, costView } = await import('../views/index.ts');
      const { Refusal } = await import('../session/refusal.ts');
      const by = COST_GROUPS.find((group) => group === flags.by);
      if (by === undefined)
        throw new Refusal(64, `--by ${flags.by} is unknown`, `there are: ${COST_GROUPS.join(', ')}`);
      const since = sinceMs(flags.since, Date.now());
      const stores = await openRealms(shell, shell.cwd, flags);
      const entries = (await Promise.all(stores.map((store) => costEntries(store, since)))).flat();
      const { terminal } = shell;
      const screen = terminal.screen();
      terminal.data(flags.json ? jsonText(costOverview(entries, by, screen.zone)) : costView(entries, by, screen));
    });
}
