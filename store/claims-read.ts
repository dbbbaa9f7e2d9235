import { claimOrVoid, createdDocument, resolutionDocument, settledDocument } from './documents/claim-document.ts';
import { getDocument } from './json-object.ts';
import { claimFolder, claimKey, refOfKey } from './keys.ts';
import { mapBounded } from './map-bounded.ts';
import type { ObjectStore } from './object-store.ts';
import type { ClaimRef, ClaimState, Claims } from './project-store.ts';

type Reader = Pick<Claims, 'read' | 'attempts' | 'ofNode' | 'ofPipeline' | 'unsettled'>;

/** Reads claims with all that stands beside them. What is settled never changes and is remembered. */
export function createClaimReader(options: { readonly objects: ObjectStore; readonly realm: string }): Reader {
  const { objects, realm } = options;
  const final = new Map<string, ClaimState>();

  async function read(ref: ClaimRef): Promise<ClaimState | undefined> {
    const key = claimKey(realm, ref);
    const known = final.get(key);
    if (known) return known;
    const claim = await getDocument(objects, key, claimOrVoid);
    if (claim === undefined) return undefined;
    if (claim.kind === 'void') return remembered(key, { ref, claim });
    // Settled is read first: it is written last, so what belongs to it is there already.
    const settled = await getDocument(objects, `${key}.settled`, settledDocument);
    const created = await getDocument(objects, `${key}.created`, createdDocument);
    const resolution = await getDocument(objects, `${key}.resolution`, resolutionDocument);
    const state = {
      ...{ ref, claim },
      ...(created && { created }),
      ...(settled && { settled }),
      ...(resolution && { resolution }),
    };
    return settled && created ? remembered(key, state) : state;
  }

  function remembered(key: string, state: ClaimState): ClaimState {
    final.set(key, state);
    return state;
  }

  async function below(folder: string): Promise<readonly ClaimRef[]> {
    return refsOf(await objects.list(folder));
  }

  async function states(refs: readonly ClaimRef[]): Promise<readonly ClaimState[]> {
    return (await mapBounded(refs, read)).flatMap((state) => state ?? []);
  }

  return {
    read,
    attempts: async (pipeline, node, identity, generation) =>
      states(
        (await below(claimFolder(realm, pipeline, node))).filter(
          (ref) => ref.identity === identity && ref.generation === generation,
        ),
      ),
    ofNode: async (pipeline, node) => below(claimFolder(realm, pipeline, node)),
    ofPipeline: async (pipeline) => states(await below(claimFolder(realm, pipeline))),
    unsettled: async (pipeline) => {
      // By their names: of ten thousand claims a few are open.
      const keys = await objects.list(claimFolder(realm, pipeline));
      const there = new Set(keys);
      const isOpen = (key: string) => there.has(`${key}.created`) && !there.has(`${key}.settled`);
      const found = await states(refsOf(keys.filter(isOpen)));
      const nodes = new Set(refsOf(keys).map(({ node }) => node));
      return { open: found.filter(({ settled }) => settled === undefined), nodes: [...nodes] };
    },
  };
}

function refsOf(keys: readonly string[]): readonly ClaimRef[] {
  return keys.flatMap((key) => refOfKey(key) ?? []).sort(byOrder);
}

function byOrder(a: ClaimRef, b: ClaimRef): number {
  if (a.node !== b.node) return a.node < b.node ? -1 : 1;
  if (a.generation !== b.generation) return a.generation - b.generation;
  if (a.identity !== b.identity) return a.identity < b.identity ? -1 : 1;
  return a.attempt - b.attempt;
}
