import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';
import { jsonText } from '../terminal/index.ts';

/** `dailies list`: every run of this project. */
export function addList(program: Command, shell: Shell): void {
  program
    .command('list')
    .description('list all runs of this project, newest first')
    .option('--simulate', 'the simulated runs')
    .option('--json', 'one JSON document')
    .action(async (flags: { readonly simulate?: boolean; readonly json?: boolean }) => {
      const { openRealm } = await import('../session/realm-session.ts');
      const { withLivingEngine } = await import('../session/engine-session.ts');
      const { listedRuns } = await import('../session/listed-runs.ts');
      const { listDocument, listView } = await import('../views/index.ts');
      const { store } = await openRealm(shell, shell.cwd, flags);
      const entries = (await store.runs.list()).filter((entry) => entry.key !== undefined);
      const open = entries.some((entry) => entry.ended === undefined);
      const look = open ? await withLivingEngine(shell, (client) => listedRuns(client, store, entries)) : undefined;
      const runs = look ?? (await listedRuns(undefined, store, entries));
      const { terminal } = shell;
      terminal.data(flags.json ? jsonText(listDocument(runs)) : listView(runs, terminal.screen()));
    });
}
