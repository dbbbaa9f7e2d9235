import type { AccountCheck } from '../plan/activity.ts';
import { quotaOf } from '../plan/quota.ts';
import { canKeepFiles } from './has-room.ts';
import { accountHealth } from './providers/account-health.ts';
import { beating } from './pulse.ts';
import type { World } from './world.ts';

/**
 * Looks whether an account's trouble is over: asks the vendor, and the disks of its projects. Safe to repeat because it
 * only reads and leaves nothing behind; settings and key are read anew, so a key that was set meanwhile counts.
 */
export async function checkAccount(world: World, input: { readonly account: string }): Promise<AccountCheck> {
  return beating(world.pulse(), async () => {
    const account = await world.accountOf(input.account);
    const room = await everyProjectHasRoom(world, input.account);
    if (account === undefined) return { key: 'refused', available: null, room };
    const { key, availableUsd } = await accountHealth(account.provider, account.api, world.pulse().cancelled);
    return { key, available: availableUsd === null ? null : quotaOf(availableUsd), room };
  });
}

/** A store that cannot even be opened has none. */
async function everyProjectHasRoom(world: World, account: string): Promise<boolean> {
  const stores = await world.storesOf(account).catch(() => undefined);
  return stores !== undefined && (await Promise.all(stores.map(canKeepFiles))).every((room) => room);
}
