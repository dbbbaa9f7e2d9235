import type { FailureCode } from '../plan/failures.ts';
import type { MakeRecord } from '../plan/record.ts';
import type { Scene } from './scene.ts';
import type { Account, World } from './world.ts';

/** A link that ends sooner may be dead before the vendor fetches it. */
const LEAST_LIFE_MS = 120_000;

/** A living link for each held file, or why there is none. `again`: perhaps in a moment. */
export type SourceLinks =
  | { readonly ok: true; readonly urlOf: (held: string) => string }
  | { readonly ok: false; readonly kind: 'blocked' | 'not-sent' | 'account'; readonly code: FailureCode };

/**
 * Asks the tasks of held files for fresh links. A link may be signed, so it goes into the wire body and nowhere else:
 * neither into a record nor into a history.
 */
export async function sourceLinks(
  world: World,
  scene: Scene,
  account: Account,
  sources: readonly string[],
): Promise<SourceLinks> {
  const urls = new Map<string, string>();
  const records = sources.length === 0 ? [] : await scene.store.records.all(scene.plan.pipeline);
  for (const sha256 of new Set(sources)) {
    const makers = records.filter((record) => record.sha256 === sha256 && record.account === account.id);
    const link = await firstLink(world, account, makers);
    if (typeof link !== 'string') return link;
    urls.set(`sha256:${sha256}`, link);
  }
  return { ok: true, urlOf: (held) => urls.get(held) ?? '' };
}

async function firstLink(
  world: World,
  account: Account,
  makers: readonly MakeRecord[],
): Promise<string | Extract<SourceLinks, { ok: false }>> {
  let failure: Extract<SourceLinks, { ok: false }> = { ok: false, kind: 'blocked', code: 'SOURCE_UNREACHABLE' };
  for (const task of new Set(makers.map((maker) => maker.task))) {
    if (task === '') continue;
    const answer = await account.provider.status(task);
    if (answer.kind === 'key') return { ok: false, kind: 'account', code: 'KEY_REFUSED' };
    if (answer.kind === 'task') {
      const [url] = answer.view.urls;
      const endsAtMs = linkEnd(answer.view, account);
      if (url !== undefined && endsAtMs > world.clock.wallMs() + LEAST_LIFE_MS) return url;
    } else if (answer.kind !== 'missing') failure = { ok: false, kind: 'not-sent', code: 'VENDOR_UNREACHABLE' };
  }
  return failure;
}

/** When a result link ends, ms: the smaller of what the vendor says and what its page says; a guess where neither does. */
export function linkEnd(
  view: { readonly linkEndsAtMs: number | null; readonly completedAtMs: number | null },
  account: Account,
): number {
  const byPage = view.completedAtMs === null ? Number.POSITIVE_INFINITY : view.completedAtMs + account.api.linkLifeMs;
  return Math.min(view.linkEndsAtMs ?? Number.POSITIVE_INFINITY, byPage);
}
