import type { ApiProfile, ApiProfileName } from './api-profile.ts';
import { QINGBO_2026_06 } from './profiles/qingbo-2026-06.ts';
import { QINGBO_2026_09 } from './profiles/qingbo-2026-09.ts';
import { QINGBO_SEED } from './profiles/qingbo-seed.ts';
import { SIMULATOR } from './profiles/simulator.ts';

const PROFILES: { readonly [name in ApiProfileName]: ApiProfile } = {
  'qingbo-seed-2026-04': QINGBO_SEED,
  'qingbo-2026-06': QINGBO_2026_06,
  'qingbo-2026-09': QINGBO_2026_09,
  simulator: SIMULATOR,
};

/** The rules, prices and habits of one generation of the vendor's API. */
export function apiProfile(name: ApiProfileName): ApiProfile {
  return PROFILES[name];
}
