import { createHash } from 'node:crypto';
import { type Account, type ActivityOptions, bootMs } from '../../activities/index.ts';
import { type Qingbo, qingbo } from '../../activities/providers/qingbo/qingbo.ts';
import { apiProfile } from '../../plan/profiles.ts';
import type { ProjectStore } from '../../store/index.ts';

export function vendorAt(baseUrl: string, postAnswerMs = 1_000, key = 'key'): Qingbo {
  return qingbo({ baseUrl, key, resultHosts: [], now: Date.now, postAnswerMs, getAnswerMs: 1_000 });
}

export function accountOf(vendor: Qingbo, over: Partial<Account> = {}): Account {
  return {
    ...{ id: 'acc', provider: vendor, api: apiProfile('simulator'), poll: { minMs: 1_000, maxMs: 3_000 } },
    ...{ counts: 'in-flight', limit: 5, speed: 1_000, ...over },
  };
}

export function worldOf(store: ProjectStore, account: Account): ActivityOptions {
  return {
    storeOf: async () => store,
    storesOf: async () => [store],
    accountOf: async () => account,
    engine: { isOpen: async () => true, startAccount: async () => undefined },
    clock: { wallMs: Date.now, monotonicMs: () => performance.now(), bootMs },
    sha256hex: (text) => createHash('sha256').update(text).digest('hex'),
    random: () => 0.5,
    pulse: () => ({ beat: () => undefined, cancelled: new AbortController().signal }),
    engineEpoch: () => 1,
    log: () => undefined,
  };
}
