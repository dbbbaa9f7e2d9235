import type { AccountCheck } from '../plan/activity.ts';
import { quotaOf } from '../plan/quota.ts';
import { accountHealth } from './providers/account-health.ts';
import { beating } from './pulse.ts';
import type { World } from './world.ts';

/**
 * Asks the vendor whether an account's trouble is over. Safe to repeat because it only reads; settings and key are read
 * anew, so a key that was set meanwhile counts.
 */
export async function checkAccount(world: World, input: { readonly account: string }): Promise<AccountCheck> {
  return beating(world.pulse(), async () => {
    const account = await world.accountOf(input.account);
    if (account === undefined) return { key: 'refused', available: null };
    const { key, availableUsd } = await accountHealth(account.provider, account.api, world.pulse().cancelled);
    return { key, available: availableUsd === null ? null : quotaOf(availableUsd) };
  });
}
