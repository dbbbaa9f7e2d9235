import { fetchProblem } from '../plan/fetch-limits.ts';
import type { PlanNode } from '../plan/plan.ts';
import { placeOf } from './check-requests.ts';
import type { OwnedDraft } from './draft.ts';
import { type LocalMedium, lookAtLocal } from './local-medium.ts';

/** The local file of a fetch step, looked at, and its node with the file's sha256; undefined where there is no path. */
export async function holdFetch({
  draft,
  scope,
}: OwnedDraft): Promise<{ readonly node: PlanNode; readonly found: LocalMedium } | undefined> {
  const { path, url } = draft.own;
  if (draft.node.kind !== 'fetch') return undefined;
  if (typeof url === 'string' && !/^https?:\/\/\S+$/.test(url)) {
    const message = `"${url}" is not an http or https URL`;
    scope.report.add({ code: 'FETCH', message, hint: 'a local file: with: { path: … }', ...placeOf(draft, ['url']) });
  }
  if (typeof path !== 'string') return undefined;
  const place = placeOf(draft, ['path']);
  const found = await lookAtLocal(scope, path, place);
  if (found === undefined) return undefined;
  const problem = fetchProblem(found, scope.api);
  if (problem !== undefined) scope.report.add({ code: 'MEDIA_FILE', message: `${path}: ${problem}`, ...place });
  return { node: { ...draft.node, fetch: { sha256: found.sha256 } }, found };
}

/** Says where a shot names a fetched file though nothing can be published for the vendor. */
export function checkFetchedMedia(owned: readonly OwnedDraft[]): void {
  for (const { draft, scope } of owned) {
    const { kind, edges } = draft.node;
    const isRender = kind === 'generate' || kind === 'promote' || kind === 'link';
    if (!isRender || scope.options.media?.host) continue;
    const from = edges.find((edge) => edge.kind === 'direct' && owned[edge.node]?.draft.node.kind === 'fetch');
    const fetched = from && owned[from.node]?.draft.node.id;
    if (fetched === undefined) continue;
    const message = `${fetched} is fetched here, and the vendor can fetch it only from a media host`;
    const hint = 'write media-host into dailies.yaml, or try it with --simulate';
    const path = ['steps', draft.checked.id];
    scope.report.add({ code: 'FETCH', span: draft.span, path, message, hint });
  }
}
