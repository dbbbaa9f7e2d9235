import { filmIn } from '../plan/film.ts';
import type { Request } from '../plan/request.ts';
import { heldMediaProblem } from './held-media-rules.ts';
import { sayWhy } from './say-why.ts';
import type { Scene } from './scene.ts';
import type { NoLink } from './source-links.ts';
import { wholeFilm } from './whole-film.ts';
import type { Account, World } from './world.ts';

/**
 * Joins the films that a request names as one file each, and asks the page's rules about them, now that they can be
 * measured. undefined: all are there, and none is too long. No payment.
 */
export async function joinFilms(
  world: World,
  scene: Scene,
  account: Account,
  { request, held }: { readonly request: Request; readonly held: readonly string[] },
): Promise<NoLink | undefined> {
  const films = new Set(held.flatMap((text) => filmIn(text) ?? []));
  if (films.size === 0) return undefined;
  const { store, plan } = scene;
  const takes = await store.records.all(plan.pipeline);
  for (const last of films) {
    const film = await wholeFilm({ world, store, account, takes }, last);
    if (film.ok) continue;
    if (film.why === 'gone') return { ok: false, kind: 'blocked', code: 'SOURCE_UNREACHABLE' };
    await sayWhy(world, scene, 'FILE_UNUSABLE', `the film cannot be joined: ${film.message}`);
    return { ok: false, kind: 'rejected', code: 'FILE_UNUSABLE' };
  }
  const unfit = await heldMediaProblem(store, plan.pipeline, request, account.api);
  if (unfit === undefined) return undefined;
  await sayWhy(world, scene, 'RULE_BROKEN', unfit);
  return { ok: false, kind: 'rejected', code: 'RULE_BROKEN' };
}
