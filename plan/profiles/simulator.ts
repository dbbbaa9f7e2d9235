import type { ApiProfile } from '../api-profile.ts';
import { QINGBO_SEED } from './qingbo-seed.ts';

/** The built-in simulator: the seed page's rules and prices, and idempotency keys that are honoured. */
export const SIMULATOR: ApiProfile = {
  ...QINGBO_SEED,
  name: 'simulator',
  provider: 'simulator',
  baseUrl: 'http://127.0.0.1/v1',
  knownHosts: [],
  resultHosts: ['127.0.0.1'],
  tellsBalance: true,
  idempotency: { honoured: true, windowMs: 24 * 60 * 60 * 1000 },
  onAmbiguous: 'same-key',
};
