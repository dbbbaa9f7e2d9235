import { createOpenClaims } from './claims-open.ts';
import { createClaimReader } from './claims-read.ts';
import {
  claimOrVoid,
  createdDocument,
  refDocument,
  resolutionDocument,
  settledDocument,
} from './documents/claim-document.ts';
import { bytesOf, putDocumentIfAbsent } from './json-object.ts';
import { claimKey, openKey } from './keys.ts';
import { type ObjectStore, segment } from './object-store.ts';
import type { ClaimRef, Claims } from './project-store.ts';

type Options = {
  readonly objects: ObjectStore;
  readonly realm: string;
  /** Throws where the store is no longer the one that was opened: absence proves something only there. */
  readonly sameStore: () => Promise<void>;
  /** Told of every claim that began to render or ended, so that the lock file follows. */
  readonly changed: (ref: ClaimRef) => void;
};

/** Payments, claimed before they are made. Every write is put-if-absent: what stands is never changed. */
export function createClaims(options: Options): Claims {
  const { objects, realm, sameStore, changed } = options;
  const at = (ref: ClaimRef) => claimKey(realm, ref);
  const reader = createClaimReader({ objects, realm });
  const announced = new Set<string>();

  async function putIndex(index: string, ref: ClaimRef): Promise<void> {
    await objects.put(index, bytesOf({ version: 1, ref }));
  }

  async function putClaim(ref: ClaimRef, claim: Parameters<Claims['open']>[1] | Parameters<Claims['voidIt']>[1]) {
    await sameStore();
    const { won, stands } = await putDocumentIfAbsent(objects, at(ref), claim, claimOrVoid);
    // Removed between the check and the put, the store would be a new one that proves nothing.
    await sameStore();
    return won ? { won } : { won, found: stands };
  }

  return {
    ...reader,
    ...createOpenClaims({ objects, read: reader.read }),
    announce: async (ref, key) => {
      const index = openKey(key, ref);
      await putIndex(index, ref);
      announced.add(index);
    },
    open: async (ref, claim) => {
      // First the index: a claim that nobody finds would keep its slot from being counted.
      const index = openKey(claim.key, ref);
      if (!announced.delete(index)) await putIndex(index, ref);
      return putClaim(ref, claim);
    },
    voidIt: async (ref, mark) => putClaim(ref, mark),
    created: async (ref, created) => {
      const { stands } = await putDocumentIfAbsent(objects, `${at(ref)}.created`, created, createdDocument);
      changed(ref);
      return stands;
    },
    settle: async (ref, settled) => {
      const { stands } = await putDocumentIfAbsent(objects, `${at(ref)}.settled`, settled, settledDocument);
      changed(ref);
      return stands;
    },
    resolve: async (ref, resolution) => {
      const key = `${at(ref)}.resolution`;
      const { won, stands } = await putDocumentIfAbsent(objects, key, resolution, resolutionDocument);
      return won ? { won } : { won, found: stands };
    },
    claimTask: async (account, task, ref) => {
      const key = `tasks/${segment(account)}/${segment(task)}`;
      const { stands } = await putDocumentIfAbsent(objects, key, { version: 1, ref }, refDocument);
      return at(stands.ref) === at(ref) ? true : stands.ref;
    },
  };
}
