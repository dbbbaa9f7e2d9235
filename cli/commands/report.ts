import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';
import { jsonText } from '../terminal/index.ts';

type Flags = {
  readonly simulate?: boolean;
  readonly json?: boolean;
  readonly html?: boolean;
  readonly output?: string;
};

/** `dailies report [RUN]`: what the morning wants to know. */
export function addReport(program: Command, shell: Shell): void {
  program
    .command('report')
    .argument('[run]', 'stem (its latest run) or stem#n')
    .description('done, failed and why, unsure, money, files: one run as text')
    .option('--simulate', 'a simulated run')
    .option('--json', 'one JSON document')
    .option('--html', 'the sheet as one HTML file beside the renders, for people without Dailies; prints where it lies')
    .option('-o, --output <file>', 'with --html: where it is written')
    .action(async (typed: string | undefined, flags: Flags) => {
      const { openRun } = await import('../session/open-run.ts');
      const { seenRun } = await import('../session/seen-run.ts');
      const { reportOf } = await import('../session/report-of.ts');
      const { withLivingEngine } = await import('../session/engine-session.ts');
      const { reportDocument, reportView } = await import('../views/index.ts');
      const { store, entry } = await openRun(shell, typed, flags);
      const seen =
        (await withLivingEngine(shell, (client) => seenRun(client, store, entry))) ??
        (await seenRun(undefined, store, entry));
      const { terminal } = shell;
      if (flags.html || flags.output !== undefined) {
        const { writeSheet } = await import('../session/write-sheet.ts');
        terminal.data(await writeSheet(shell, store, seen, flags.output));
        return;
      }
      const report = await reportOf(store, seen);
      terminal.data(flags.json ? jsonText(reportDocument(report)) : reportView(report, terminal.screen()));
    });
}
