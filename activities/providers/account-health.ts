import type { ApiProfile } from '../../plan/api-profile.ts';
import type { Provider } from './provider.ts';

/** How an account stands. `availableUsd`: null where the vendor does not say, or has no such call. */
export type AccountHealth = {
  readonly key: 'works' | 'refused' | 'unknown';
  readonly availableUsd: number | null;
  /** The Date header as received, '' if none. */
  readonly vendorDate: string;
  /** Why the key's state is unknown, else ''. */
  readonly message: string;
};

/** A task that nobody has: a GET of it costs nothing, and 404 says that the key was let in. */
const NOBODYS_TASK = 'task-of-nobody';

/**
 * Asks for the balance where the API profile has the call; where it has not, or that call does not answer, a GET of an
 * unknown task tells whether the key is let in. Pays nothing, throws nothing.
 */
export async function accountHealth(
  provider: Pick<Provider, 'balance' | 'status'>,
  api: Pick<ApiProfile, 'tellsBalance'>,
  signal?: AbortSignal,
): Promise<AccountHealth> {
  const answer = await provider.balance(signal);
  const { vendorDate } = answer;
  // A profile without the call: whatever lies at its path proves nothing about the key.
  if (api.tellsBalance && answer.kind === 'balance') {
    return { key: 'works', availableUsd: answer.availableUsd, vendorDate, message: '' };
  }
  if (api.tellsBalance && answer.kind === 'key') return { key: 'refused', availableUsd: null, vendorDate, message: '' };
  const status = await provider.status(NOBODYS_TASK, signal);
  const asked = { availableUsd: null, vendorDate } as const;
  switch (status.kind) {
    case 'key':
      return { ...asked, key: 'refused', message: '' };
    case 'missing':
    case 'task':
      return { ...asked, key: 'works', message: '' };
    case 'busy':
      return { ...asked, key: 'unknown', message: 'it asks to be left alone for a while' };
    case 'unreadable':
    case 'unreachable':
      return { ...asked, key: 'unknown', message: status.message };
    default:
      return status satisfies never;
  }
}
