import type { FailureCode } from '../plan/failures.ts';
import { filmIn } from '../plan/film.ts';
import type { MakeRecord } from '../plan/record.ts';
import type { Request } from '../plan/request.ts';
import { heldSha256, tailIn } from '../plan/tail.ts';
import { cutTail, type NoFilm } from './film.ts';
import { joinFilms } from './join-films.ts';
import { publish } from './publish.ts';
import { sayWhy } from './say-why.ts';
import type { Scene } from './scene.ts';
import { knownFilm } from './whole-film.ts';
import type { Account, World } from './world.ts';

/** A link that ends sooner may be dead before the vendor fetches it. */
const LEAST_LIFE_MS = 120_000;

/** A living link for each held file, or why there is none. `again`: perhaps in a moment. */
export type SourceLinks = { readonly ok: true; readonly urlOf: (held: string) => string } | NoLink;
export type NoLink = {
  readonly ok: false;
  readonly kind: 'blocked' | 'not-sent' | 'account' | 'rejected';
  readonly code: FailureCode;
};
type Link = { readonly ok: true; readonly url: string; readonly validUntilMs: number } | NoLink;

/**
 * A link for each held file (`sha256:<hex>`): the vendor's own where its task still serves it, else one of the media
 * host's. A tail is cut and a film is joined first; both are nobody's but ours. A link may be signed, so it goes into the
 * wire body and nowhere else: neither into a record nor a history.
 */
export async function sourceLinks(
  world: World,
  scene: Scene,
  account: Account,
  wanted: { readonly request: Request; readonly held: readonly string[] },
): Promise<SourceLinks> {
  const unjoined = await joinFilms(world, scene, account, wanted);
  if (unjoined !== undefined) return unjoined;
  const urls = new Map<string, string>();
  for (const text of new Set(wanted.held)) {
    const link = await linkTo(world, scene, account, text);
    if (!link.ok) return link;
    urls.set(text, link.url);
  }
  return { ok: true, urlOf: (text) => urls.get(text) ?? '' };
}

async function linkTo(world: World, scene: Scene, account: Account, text: string): Promise<Link> {
  const records = await scene.store.records.all(scene.plan.pipeline);
  const tail = tailIn(text);
  const piece = tail && (await cutTail({ world, store: scene.store, account, takes: records }, tail));
  if (piece?.ok === false) return noPiece(world, scene, piece);
  const last = filmIn(text);
  const film = last === undefined ? undefined : await knownFilm(scene.store, last);
  const sha256 = piece?.piece ?? film?.sha256 ?? heldSha256(text) ?? '';
  const makers = records.filter((record) => record.sha256 === sha256 && record.account === account.id);
  const own = await vendorLink(world, account, makers);
  // The vendor may fetch a source only when the shot's turn has come, and its own queue is anybody's guess.
  const neededUntilMs = world.clock.wallMs() + LEAST_LIFE_MS + (2 * scene.node.renderMs) / account.speed;
  if (own.ok ? own.validUntilMs > neededUntilMs : own.kind !== 'blocked') return own;
  const host = await world.hostOf?.(scene.place);
  if (host === undefined) {
    if (film !== undefined) await sayWhy(world, scene, 'SOURCE_UNREACHABLE', NEEDS_HOST);
    return own;
  }
  const published = await publish(world, scene.store, host, sha256);
  if (!published.ok && published.why !== undefined) await sayWhy(world, scene, published.code, published.why);
  return published.ok || !own.ok ? published : own;
}

const NEEDS_HOST = 'the film was joined here, and the vendor can fetch it only from a media host';

/** Not to be had, or cut nowhere: only another `tail`, or other sources, would change that. */
async function noPiece(world: World, scene: Scene, failure: NoFilm): Promise<NoLink> {
  if (failure.why === 'gone') return { ok: false, kind: 'blocked', code: 'SOURCE_UNREACHABLE' };
  await sayWhy(world, scene, 'FILE_UNUSABLE', `the last seconds of the film cannot be cut off: ${failure.message}`);
  return { ok: false, kind: 'rejected', code: 'FILE_UNUSABLE' };
}

async function vendorLink(world: World, account: Account, makers: readonly MakeRecord[]): Promise<Link> {
  let failure: NoLink = { ok: false, kind: 'blocked', code: 'SOURCE_UNREACHABLE' };
  for (const task of new Set(makers.map((maker) => maker.task))) {
    if (task === '') continue;
    const answer = await account.provider.status(task);
    if (answer.kind === 'key') return { ok: false, kind: 'account', code: 'KEY_REFUSED' };
    if (answer.kind === 'task') {
      const [url] = answer.view.urls;
      const validUntilMs = linkEnd(answer.view, account);
      if (url !== undefined && validUntilMs > world.clock.wallMs() + LEAST_LIFE_MS) {
        return { ok: true, url, validUntilMs };
      }
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
