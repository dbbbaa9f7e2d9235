import { API_PROFILES } from '../../plan/api-profile.ts';
import { linksThatFit } from '../../plan/chain-lengths.ts';
import type { Plan, PlanNode } from '../../plan/plan.ts';
import { apiProfile } from '../../plan/profiles.ts';
import { dollars } from '../../plan/quota.ts';
import { clean } from '../terminal/clean.ts';
import { count, some } from '../terminal/numbers.ts';
import type { PlannedNode } from './planned.ts';

/** A line per chain: its links, how long the film becomes where that is known, what is still to pay. */
export function chainLines(plan: Plan, nodes: readonly PlannedNode[]): readonly string[] {
  const chains = new Map<string, PlannedNode[]>();
  for (const item of nodes) {
    if (item.node.kind !== 'link') continue;
    const name = item.node.key === '' ? item.node.step : `${item.node.step}@${item.node.key}`;
    chains.set(name, [...(chains.get(name) ?? []), item]);
  }
  const lines = [...chains].slice(0, MOST).map(([name, links]) => chainLine(plan, name, links));
  return chains.size > MOST ? [...lines, `… and ${count(chains.size - MOST)} more chains`] : lines;
}

const MOST = 10;

function chainLine(plan: Plan, name: string, links: readonly PlannedNode[]): string {
  const own = links.map(({ node }) => node.seconds);
  const added = own.reduce((sum, seconds) => sum + seconds, 0);
  const start = startSeconds(plan, links[0]?.node);
  const length =
    start === undefined
      ? `${added} s are added`
      : `${[start, ...own].map((seconds) => `${seconds} s`).join(' + ')} = ${start + added} s`;
  const make = links.filter(({ decision }) => decision.action === 'make');
  const price = make.reduce((sum, { node }) => sum + node.price, 0);
  const steps = some(
    links.map(({ node }) => clean(node.link ?? node.id)),
    6,
  ).replaceAll(', ', ' → ');
  return `chain     ${clean(name)}: ${steps}; ${length}${links.some(({ node }) => node.tailMs !== undefined) ? '' : room(plan, start, own)}; ${dollars(price)}`;
}

/** How many more links as long as the last one could follow, where the vendor's longest source bounds that. */
function room({ api }: Plan, start: number | undefined, own: readonly number[]): string {
  const profile = API_PROFILES.find((name) => name === api);
  const last = own.at(-1) ?? 0;
  if (profile === undefined || start === undefined || last === 0) return '';
  const film = own.reduce((sum, seconds) => sum + seconds, start);
  const more = linksThatFit(film, last, apiProfile(profile));
  if (!Number.isFinite(more)) return '';
  return more === 0 ? ', no more fits' : `, ${more} more fit`;
}

/** Seconds of what a chain starts from, or undefined for a URL. */
function startSeconds(plan: Plan, first: PlanNode | undefined): number | undefined {
  const source = first?.source;
  if (source === undefined || source.kind === 'url') return undefined;
  const at = source.kind === 'node' ? source.node : (source.candidate ?? plan.nodes[source.pick]?.pick?.candidates[0]);
  const seconds = at === undefined ? undefined : plan.nodes[at]?.seconds;
  return seconds === undefined || seconds === 0 ? undefined : seconds;
}
