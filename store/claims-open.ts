import { z } from 'zod';
import { bytesOf, getDocument } from './json-object.ts';
import { refOfOpenKey } from './keys.ts';
import { mapBounded } from './map-bounded.ts';
import { type ObjectStore, segment, textOf } from './object-store.ts';
import type { ClaimRef, ClaimState, Claims, OpenClaim } from './project-store.ts';

const mark = z.object({ version: z.literal(1) });

type OpenClaims = Pick<Claims, 'openOf' | 'allOpen' | 'close' | 'isClosed'>;

/**
 * Which attempts may still cost money, by run and by account. Nothing is ever deleted, so a closed run whose attempts
 * have all ended is marked `drained/<key>` and not looked at again.
 */
export function createOpenClaims(options: {
  readonly objects: ObjectStore;
  readonly read: (ref: ClaimRef) => Promise<ClaimState | undefined>;
}): OpenClaims {
  const { objects, read } = options;
  const ended = new Set<string>();

  async function stillOpen(key: string, index: readonly string[]): Promise<readonly OpenClaim[]> {
    const left = index.filter((entry) => !ended.has(entry));
    const found = await mapBounded(left, async (entry) => {
      const ref = refOfOpenKey(entry);
      const state = ref && (await read(ref));
      if (state === undefined) return [];
      const { claim } = state;
      if (claim.kind === 'intent' && claim.key === key && !state.settled) return [{ ...state, claim }];
      ended.add(entry);
      return [];
    });
    return found.flat();
  }

  async function ofRun(key: string): Promise<readonly OpenClaim[]> {
    return stillOpen(key, await objects.list(`open/${segment(key)}`));
  }

  async function isClosed(key: string): Promise<boolean> {
    return (await getDocument(objects, `closed/${segment(key)}`, mark)) !== undefined;
  }

  return {
    isClosed,
    close: async (key) => {
      await objects.putIfAbsent(`closed/${segment(key)}`, bytesOf({ version: 1 }));
    },
    openOf: async (key) => (await ofRun(key)).map((state) => state.ref),
    allOpen: async (account) => {
      const drained = new Set((await objects.list('drained')).map((key) => textOf(key.slice('drained/'.length))));
      const byRun = new Map<string, string[]>();
      for (const entry of await objects.list('open')) {
        const key = textOf(entry.split('/')[1] ?? '');
        if (drained.has(key)) continue;
        const index = byRun.get(key);
        if (index) index.push(entry);
        else byRun.set(key, [entry]);
      }
      const open: OpenClaim[] = [];
      for (const [key, index] of byRun) {
        const claims = await stillOpen(key, index);
        open.push(...claims.filter((state) => state.claim.account === account));
        // A claim that a closed run puts now is not sent any more: it reads `closed` after its put.
        if (claims.length === 0 && index.every((entry) => ended.has(entry)) && (await isClosed(key))) {
          await objects.putIfAbsent(`drained/${segment(key)}`, bytesOf({ version: 1 }));
        }
      }
      return open;
    },
  };
}
