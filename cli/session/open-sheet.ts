import { serveSheet } from '../../sheet/index.ts';
import { openBrowser } from './open-browser.ts';
import { openRun } from './open-run.ts';
import type { RealmFlags } from './realm-facts.ts';
import { openDesk } from './sheet-desk.ts';
import type { Shell } from './shell.ts';

type Flags = RealmFlags & { readonly browser: boolean };

/** Serves a run's sheet on 127.0.0.1 until Ctrl-C. The address is for this person alone: it is printed, and nothing else. */
export async function openSheet(shell: Shell, typed: string | undefined, flags: Flags): Promise<void> {
  const { terminal } = shell;
  const left = new Promise<void>((resolve) => {
    const stop = terminal.onInterrupt(() => {
      stop();
      resolve();
    });
  });
  const session = await openRun(shell, typed, flags);
  const desk = await openDesk(shell, session, flags);
  const served = await serveSheet(desk, shell.pageFolder);
  terminal.data(served.url);
  terminal.say('whoever has this address can choose and promote; Ctrl-C closes it, the run goes on');
  if (flags.browser && terminal.asks) openBrowser(served.url);
  await left;
  await served.close();
  await desk.close();
}
