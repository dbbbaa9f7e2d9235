import { accountIdsIn, readAccount } from '../../config/index.ts';
import { FAILURES } from '../../plan/failures.ts';
import { advice, type Check } from '../views/index.ts';
import { askAccount } from './ask-account.ts';
import { withLivingEngine } from './engine-session.ts';
import type { Shell } from './shell.ts';

/** The accounts that a project has used, its simulated one among them, for which nothing is sent now, and what to do. */
export async function pauseChecks(shell: Shell, root: string): Promise<readonly Check[]> {
  const known = accountIdsIn(shell.home).flatMap((id) => {
    const account = readAccount(shell.home, id);
    return account.stores.some((store) => store.root === root) ? [account] : [];
  });
  const found = await withLivingEngine(shell, (client) =>
    Promise.all(
      known.map(async ({ id, name, provider }) => {
        const paused = (await askAccount(client, id).catch(() => undefined))?.paused;
        return paused === undefined ? [] : [pauseCheck(paused.code, name, provider)];
      }),
    ),
  ).catch(() => undefined);
  return found?.flat() ?? [];
}

function pauseCheck(code: keyof typeof FAILURES, name: string, provider: string): Check {
  const isSimulated = provider === 'simulator';
  const { sentence, exit } = FAILURES[code];
  const place = { run: 'RUN', file: 'FILE', node: 'NODE', account: name, realm: isSimulated ? 'simulator' : '' };
  const which = isSimulated ? ' (simulated)' : name === 'default' ? '' : ` ${name}`;
  return { check: `paused${which}`, ok: false, detail: sentence, hint: advice(code, place), exit };
}
