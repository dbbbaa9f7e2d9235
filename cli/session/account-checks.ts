import { accountHealth, openProvider } from '../../activities/providers/index.ts';
import { type AccountSettings, accountWithKey, ConfigError, readProjectFile } from '../../config/index.ts';
import { apiProfile } from '../../plan/profiles.ts';
import type { Check } from '../views/index.ts';
import { pauseChecks } from './pause-checks.ts';
import { openRealm } from './realm-session.ts';
import type { Shell } from './shell.ts';

/** A clock that is off by minutes breaks deadlines and links. */
const CLOCK_SKEW_MS = 120_000;
const ASK_MS = 10_000;

/** What `doctor` looks at of the project's accounts: keys, balances, pauses, and the vendor's clock beside ours. */
export async function accountChecks(shell: Shell): Promise<readonly Check[]> {
  try {
    const { root } = await openRealm(shell, shell.cwd, {});
    const { accounts } = readProjectFile(root);
    // The simulator of this machine has no key; a pipeline that names no account takes the default one.
    const others = Object.keys(accounts).filter((name) => accounts[name]?.provider !== 'simulator');
    const names = others.length === 0 ? ['default'] : others;
    const keys = await Promise.all(names.map((name) => namedChecks(shell, root, name)));
    return [...keys.flat(), ...(await pauseChecks(shell, root))];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [unusable('account', error)];
  }
}

async function namedChecks(shell: Shell, root: string, name: string): Promise<readonly Check[]> {
  const check = name === 'default' ? 'account' : `account ${name}`;
  try {
    const { account, key } = accountWithKey({ home: shell.home, root, env: shell.env, account: name });
    return await keyChecks(check, account, key);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [unusable(check, error)];
  }
}

function unusable(check: string, { message, hint, exit }: ConfigError): Check {
  return { check, ok: false, detail: message, hint, exit };
}

async function keyChecks(check: string, account: AccountSettings, key: string): Promise<readonly Check[]> {
  const { baseUrl, limit, api } = account;
  const provider = openProvider({ ...account, key });
  try {
    const health = await accountHealth(provider, apiProfile(api), AbortSignal.timeout(ASK_MS));
    const clock = clockCheck(health.vendorDate);
    if (health.key === 'works') {
      const money =
        health.availableUsd === null ? 'the key is accepted' : `$${health.availableUsd.toFixed(2)} available`;
      return [{ check, ok: true, detail: `${baseUrl}: ${money}, ${limit} tasks at once` }, ...clock];
    }
    const isRefused = health.key === 'refused';
    const detail = isRefused ? `${baseUrl} refuses the key` : `${baseUrl} does not answer: ${health.message}`;
    const hint = isRefused ? 'set the right key in WAVE_API_KEY or dailies.yaml' : 'check the network and base-url';
    return [{ check, ok: false, detail, hint, ...(isRefused ? { exit: 77 } : {}) }, ...clock];
  } finally {
    await provider.close();
  }
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
