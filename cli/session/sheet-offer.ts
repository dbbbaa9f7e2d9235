import { canonicalJson } from '../../plan/json.ts';
import type { Plan } from '../../plan/plan.ts';
import { dollars, QUOTA_PER_USD, type Quota } from '../../plan/quota.ts';
import type { NodeReport } from '../../plan/states/index.ts';
import { type Due, letGo } from '../../sheet/index.ts';
import { type ProjectStore, sha256Of } from '../../store/index.ts';
import { asStarted } from './as-started.ts';
import type { DecidedPlan } from './decide-plan.ts';
import { type PlanFlags, type Prepared, prepare } from './prepare.ts';
import type { RealmFlags } from './realm-facts.ts';
import type { SeenRun } from './seen-run.ts';
import type { Shell } from './shell.ts';

/** What the answers that stand would let go on, by the planner, and how: `wake` the open run, or begin a new one. */
export type Offer =
  | { readonly how: 'wake'; readonly due: Due }
  | { readonly how: 'begin'; readonly due: Due; readonly prepared: Prepared; readonly flags: PlanFlags };

/** undefined: there is nothing to go on with. Refuses what `dailies run` would refuse. */
export async function offerOf(
  shell: Shell,
  store: ProjectStore,
  seen: SeenRun,
  { hash, decided }: DecidedPlan,
  flags: RealmFlags,
): Promise<Offer | undefined> {
  const { plan, entry, progress } = seen;
  const run = `${entry.pipeline}#${entry.n}`;
  if (entry.ended === undefined) {
    if (progress === undefined) return undefined;
    const { answered, nodes } = letGo(plan, decided.nodes, (at) => progress.nodes[at]?.state);
    return answered.length === 0 ? undefined : { how: 'wake', due: dueOf([run, hash], plan, decided.nodes, nodes) };
  }
  // The file may have been edited since: what it says now is what would be made.
  if (letGo(plan, decided.nodes).nodes.length === 0) return undefined;
  const before = asStarted(shell, store, seen, flags);
  const typed = { ...flags, ...before };
  const all = await prepare(shell, before.file, typed);
  const wanted = letGo(all.plan, all.decided.decided.nodes).nodes;
  if (wanted.length === 0) return undefined;
  const only = wanted.flatMap((at) => all.plan.nodes[at]?.id ?? []);
  const some = await prepare(shell, before.file, { ...typed, only });
  const { nodes } = some.decided.decided;
  const made = [...nodes.keys()].filter((at) => ['make', 'fetch'].includes(nodes[at]?.decision.action ?? ''));
  const due = dueOf([run, some.decided.hash], some.plan, nodes, made);
  return { how: 'begin', due, prepared: some, flags: { ...typed, only, maxCost: centsUp(some.price) } };
}

/** The offer's name holds the run that is looked at, the plan, each request and each price: what was shown is agreed to. */
function dueOf(of: readonly string[], { nodes }: Plan, reports: readonly NodeReport[], made: readonly number[]): Due {
  const listed = made.flatMap((at) => {
    const [node, report] = [nodes[at], reports[at]];
    if (node === undefined || report === undefined) return [];
    const { generation, because } = report.decision;
    const { identity = '', price: cost } = report;
    return [{ node: node.id, identity, generation, because, cost, atMost: node.atMost ?? false }];
  });
  const total = listed.reduce((sum, { cost }) => sum + cost, 0);
  const names = listed.map(({ node, identity, generation, cost }) => [node, identity, generation, cost]);
  const words = (cost: Quota, atMost: boolean) => `${atMost ? 'at most ' : ''}${dollars(cost)}`;
  return {
    offer: sha256Of(canonicalJson({ of, names })),
    price: words(
      total,
      listed.some(({ atMost }) => atMost),
    ),
    isFree: total === 0,
    nodes: listed.map(({ node, because, cost, atMost }) => ({ node, because, price: words(cost, atMost && cost > 0) })),
  };
}

/** USD with two decimals, never below the price. */
function centsUp(price: Quota): string {
  return (Math.ceil((price * 100) / QUOTA_PER_USD) / 100).toFixed(2);
}
