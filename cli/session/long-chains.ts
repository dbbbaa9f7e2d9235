import { existsSync } from 'node:fs';
import path from 'node:path';
import type { AccountFacts } from '../../config/index.ts';
import type { Loaded } from '../../language/index.ts';
import type { ApiProfile } from '../../plan/api-profile.ts';
import { type FilmNode, longLinkWords, tooLongLinks } from '../../plan/chain-lengths.ts';
import type { Plan, PlanNode } from '../../plan/plan.ts';
import { apiProfile } from '../../plan/profiles.ts';
import type { NodeReport } from '../../plan/states/index.ts';
import { upstreamFirst } from '../../plan/states/order.ts';
import { stemOf } from './project.ts';
import type { RealmFlags } from './realm-facts.ts';
import { openRealm } from './realm-session.ts';
import { Refusal } from './refusal.ts';
import type { Shell } from './shell.ts';

/** What the vendor returned for the extends of a pipeline so far. */
export type ExtendOutput = 'includes-source' | 'segment-only';

/**
 * Where a chain seems too long only because the vendor may return source and extension in one file: what this
 * pipeline's finished links show. undefined: nothing is known, or nothing hangs on it.
 */
export async function knownExtends(
  shell: Shell,
  { root, file, facts }: { readonly root: string; readonly file: string; readonly facts: Pick<AccountFacts, 'api'> },
  flags: RealmFlags,
  { problems }: Loaded,
): Promise<ExtendOutput | undefined> {
  if (!problems.some(({ code }) => code === 'CHAIN_TOO_LONG')) return undefined;
  if (apiProfile(facts.api).extendOutput !== 'detect' || !existsSync(path.join(root, '.dailies'))) return undefined;
  const { store } = await openRealm(shell, file, flags);
  const links = (await store.records.all(stemOf(file))).filter(({ request }) => request?.action === 'extend');
  if (links.length === 0) return undefined;
  return links.some(({ includesSource }) => includesSource) ? 'includes-source' : 'segment-only';
}

/** Refuses (65) a plan of which a link has still to be made whose source, as measured, is too long to be extended. */
export function refuseLongChains(plan: Plan, reports: readonly NodeReport[], api: ApiProfile): void {
  const [long] = tooLongLinks({
    ...{ nodes: plan.nodes.map((node, at) => filmNode(node, reports[at])), order: upstreamFirst(plan), api },
    made: (node) => keptMake(reports[node]),
  }).filter(({ node }) => reports[node]?.decision.action === 'make');
  const node = long && plan.nodes[long.node];
  if (long === undefined || node === undefined) return;
  const hint = 'the films before it are longer than planned: shorten its links, or start another chain';
  throw new Refusal(65, `${node.id}: ${longLinkWords(long, node.link ?? '', api)}`, hint);
}

function keptMake(report: NodeReport | undefined) {
  const isKept = report?.decision.action === 'keep' || report?.decision.action === 'fetch';
  return isKept ? report.make : undefined;
}

function filmNode(node: PlanNode, report: NodeReport | undefined): FilmNode {
  const { kind, edges, source, pick, step, key, tailMs } = node;
  const seconds = report?.request?.duration ?? (node.atMost ? undefined : node.seconds);
  return {
    ...{ kind, edges, seconds },
    ...(kind === 'link' ? { chain: `${step}@${key}` } : {}),
    ...(tailMs === undefined ? {} : { tailSeconds: tailMs / 1000 }),
    ...(source === undefined ? {} : { source }),
    ...(pick === undefined ? {} : { candidates: pick.candidates }),
  };
}
