import { newestFirst } from '../plan/make.ts';
import type { MakeRecord } from '../plan/record.ts';
import { recordDocument } from './documents/record-document.ts';
import { getDocument, putDocumentIfAbsent } from './json-object.ts';
import { recordFolder, recordKey } from './keys.ts';
import { mapBounded } from './map-bounded.ts';
import type { ObjectStore } from './object-store.ts';
import type { Records } from './project-store.ts';
import { StoreError } from './store-error.ts';

type Options = {
  readonly objects: ObjectStore;
  readonly realm: string;
  /** Told of every record that was put, so that the lock file follows. */
  readonly changed: (record: MakeRecord) => void;
};

/** What was made: one record a node, identity and generation, put once and never changed; read once a process. */
export function createRecords({ objects, realm, changed }: Options): Records {
  const known = new Map<string, MakeRecord>();

  async function read(key: string): Promise<MakeRecord | undefined> {
    const found = known.get(key) ?? (await getDocument(objects, key, recordDocument));
    if (found) known.set(key, found);
    return found;
  }

  async function below(folder: string): Promise<readonly MakeRecord[]> {
    const found = await mapBounded(await objects.list(folder), read);
    return found.flatMap((record) => record ?? []).sort(newestFirst);
  }

  return {
    put: async (record) => {
      if (record.realm !== realm) throw new StoreError('BAD_NAME', record.node, `is of realm ${record.realm}`);
      const key = recordKey(realm, record.pipeline, record.node, record.identity, record.generation);
      const { stands } = await putDocumentIfAbsent(objects, key, record, recordDocument);
      known.set(key, stands);
      changed(stands);
      return stands;
    },
    get: async (pipeline, node, identity, generation) => read(recordKey(realm, pipeline, node, identity, generation)),
    of: async (pipeline, node) => below(recordFolder(realm, pipeline, node)),
    all: async (pipeline) => below(recordFolder(realm, pipeline)),
  };
}
