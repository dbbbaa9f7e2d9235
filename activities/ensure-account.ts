import type { World } from './world.ts';

/**
 * Starts the account's entity workflow where it is not running.
 * Safe to repeat because one workflow id has one open execution: a second start finds the first.
 */
export async function ensureAccount(world: World, input: { readonly account: string }): Promise<void> {
  await world.engine.startAccount(input.account);
}
