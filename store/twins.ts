import { z } from 'zod';
import type { Quota } from '../plan/quota.ts';
import { ms, quota, text } from './documents/fields.ts';
import { bytesOf, getDocument } from './json-object.ts';
import { refOfKey, refPath } from './keys.ts';
import { segment, textOf } from './object-store.ts';
import type { ClaimRef, ProjectStore } from './project-store.ts';

/**
 * A task that was made by sending a claim again: the first send may have made one as well, which nobody can name. Its
 * price and its slot stay reserved until `untilMs` (wall clock).
 */
export type Twin = {
  readonly ref: ClaimRef;
  readonly account: string;
  /** The run's firstExecutionRunId. */
  readonly key: string;
  /** The one that is known and followed. */
  readonly task: string;
  /** The other one, where the vendor has named it; absent: it is only possible. */
  readonly second?: string | undefined;
  readonly reserved: Quota;
  readonly untilMs: number;
  /** The first send is known to have gone out, so the vendor seems not to honour its keys. */
  readonly sent: boolean;
};

const document = z.object({
  version: z.literal(1),
  task: text,
  second: text.optional(),
  key: text.default(''),
  reserved: quota.default(0),
  untilMs: ms.default(0),
  sent: z.boolean().default(true),
});

/** Writes down a possible twin at `twins/<account>/of/<realm>/<the claim's path>`; the first report stands. */
export async function reportTwin(store: ProjectStore, { ref, account, ...twin }: Twin): Promise<void> {
  await store.objects.putIfAbsent(keyOf(store, account, ref), bytesOf({ version: 1, ...twin }));
}

/** The possible twin of a claim's task, if one was reported. */
export async function twinOf(store: ProjectStore, account: string, ref: ClaimRef): Promise<Twin | undefined> {
  const found = await getDocument(store.objects, keyOf(store, account, ref), document);
  if (found === undefined) return undefined;
  const { version: _version, ...twin } = found;
  return { ...twin, ref, account };
}

/** The one of a twin's tasks that is not followed; undefined: nobody has named it. */
export function secondTaskOf({ task, second }: Pick<Twin, 'task' | 'second'>, followed: string): string | undefined {
  return task === followed ? second : task;
}

/** Every possible twin of this realm, of one pipeline or of one account. */
export async function twinsOf(
  store: ProjectStore,
  of: { readonly pipeline: string } | { readonly account: string },
): Promise<readonly Twin[]> {
  const twins: Twin[] = [];
  for (const key of await store.objects.list('account' in of ? `twins/${segment(of.account)}` : 'twins')) {
    const [, account = '', , realm = ''] = key.split('/').map(textOf);
    const ref = refOfKey(key);
    if (ref === undefined || realm !== store.realm) continue;
    if ('pipeline' in of && ref.pipeline !== of.pipeline) continue;
    const twin = await twinOf(store, account, ref);
    if (twin !== undefined) twins.push(twin);
  }
  return twins;
}

function keyOf({ realm }: ProjectStore, account: string, ref: ClaimRef): string {
  return `twins/${segment(account)}/of/${segment(realm)}/${refPath(ref)}`;
}
