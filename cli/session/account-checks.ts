import { accountHealth, openProvider } from '../../activities/providers/index.ts';
import { type AccountSettings, accountWithKey, ConfigError } from '../../config/index.ts';
import { FAILURES } from '../../plan/failures.ts';
import { apiProfile } from '../../plan/profiles.ts';
import type { Check } from '../views/index.ts';
import { askAccount } from './ask-account.ts';
import { withLivingEngine } from './engine-session.ts';
import { openRealm } from './realm-session.ts';
import type { Shell } from './shell.ts';

/** A clock that is off by minutes breaks deadlines and links. */
const CLOCK_SKEW_MS = 120_000;
const ASK_MS = 10_000;

/** What `doctor` looks at of the project's account: key, balance, pauses, and the vendor's clock beside ours. */
export async function accountChecks(shell: Shell): Promise<readonly Check[]> {
  try {
    const { root } = await openRealm(shell, shell.cwd, {});
    const { account, key } = accountWithKey({ home: shell.home, root, env: shell.env });
    return [...(await keyChecks(account, key)), ...(await pauseChecks(shell, account.id))];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [{ check: 'account', ok: false, detail: error.message, hint: error.hint, exit: error.exit }];
  }
}

async function keyChecks(account: AccountSettings, key: string): Promise<readonly Check[]> {
  const { baseUrl, limit, api } = account;
  const provider = openProvider({ ...account, key });
  try {
    const health = await accountHealth(provider, apiProfile(api), AbortSignal.timeout(ASK_MS));
    const clock = clockCheck(health.vendorDate);
    if (health.key === 'works') {
      const money =
        health.availableUsd === null ? 'the key is accepted' : `$${health.availableUsd.toFixed(2)} available`;
      return [{ check: 'account', ok: true, detail: `${baseUrl}: ${money}, ${limit} tasks at once` }, ...clock];
    }
    const isRefused = health.key === 'refused';
    const detail = isRefused ? `${baseUrl} refuses the key` : `${baseUrl} does not answer: ${health.message}`;
    const hint = isRefused ? 'set the right key in WAVE_API_KEY or dailies.yaml' : 'check the network and base-url';
    return [{ check: 'account', ok: false, detail, hint, ...(isRefused ? { exit: 77 } : {}) }, ...clock];
  } finally {
    await provider.close();
  }
}

/** That nothing is sent for any run, where that is so. */
async function pauseChecks(shell: Shell, account: string): Promise<readonly Check[]> {
  const view = await withLivingEngine(shell, (client) => askAccount(client, account)).catch(() => undefined);
  if (view?.paused === undefined) return [];
  const { sentence, hint, exit } = FAILURES[view.paused.code];
  return [{ check: 'paused', ok: false, detail: sentence, hint, exit }];
}

function clockCheck(vendorDate: string): readonly Check[] {
  const theirs = Date.parse(vendorDate);
  if (Number.isNaN(theirs)) return [];
  const offMs = Math.abs(Date.now() - theirs);
  const detail = `${Math.round(offMs / 1000)} s from the vendor's`;
  return [
    offMs < CLOCK_SKEW_MS
      ? { check: 'clock', ok: true, detail }
      : { check: 'clock', ok: false, detail, hint: 'set the clock (NTP)' },
  ];
}
