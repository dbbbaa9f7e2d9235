import { reelInputs, resolveNode } from '../../expressions/index.ts';
import type { Decisions } from '../../plan/decisions.ts';
import { isRequest } from '../../plan/derive-request.ts';
import { CONCAT_RECIPE, fetchRecipe } from '../../plan/identity.ts';
import { canonicalJson } from '../../plan/json.ts';
import type { KnownMake } from '../../plan/make.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Quota } from '../../plan/quota.ts';
import { type Decided, type DecideOptions, decide, type Resolve, type Upstream } from '../../plan/states/index.ts';
import { knownOf, type ProjectStore, sha256Of } from '../../store/index.ts';
import { conditionBefore } from './condition-before.ts';
import { Refusal } from './refusal.ts';

/** `canPublish`: a media host gives links to what the store holds. `alreadySpent`: by the run of which this one is a retry; a budget covers a run with its retries. */
export type Limits = { readonly maxCost?: Quota; readonly alreadySpent?: Quota; readonly canPublish?: boolean };

export type DecidedPlan = { readonly hash: string; readonly decided: Decided; readonly decisions: Decisions };

/** Finds out what a run of this plan would make, keep and fetch, and why. Pays and starts nothing. */
export async function decidePlan(
  store: ProjectStore,
  plan: Plan,
  options: DecideOptions & Limits,
): Promise<DecidedPlan> {
  const { known, answers, approvals, files } = await knownOf(store, plan, Date.now(), options.canPublish);
  const takes = [...known.makes.values()].flat();
  const decided = decide({
    ...{ plan, known, answers, approvals, files, options, sha256: sha256Of },
    ...{ resolve: resolver(plan, takes), condition: conditionBefore(plan, takeFrom) },
  });
  const [unknown] = decided.unmatched;
  if (unknown !== undefined)
    throw new Refusal(64, `no node or step is called "${unknown}"`, 'dailies plan FILE lists them');
  const hash = sha256Of(canonicalJson(plan));
  const whole = smaller(plan.budget?.limit, options.maxCost);
  const limit = whole === undefined ? undefined : Math.max(0, whole - (options.alreadySpent ?? 0));
  const nodes = decided.nodes.map((node) => node.decision);
  const decisions = {
    version: 1,
    plan: hash,
    realm: store.realm,
    ...(limit === undefined ? {} : { limit }),
    nodes,
  } as const;
  return { hash, decided, decisions };
}

// What depends on a file that has still to be made is not known yet.
function resolver(plan: Plan, takes: readonly KnownMake[]): Resolve {
  return (index, upstream) => {
    const node = plan.nodes[index];
    if (node === undefined || !node.edges.every((edge) => upstream.settled(edge.node))) return undefined;
    if (node.kind === 'fetch') return { kind: 'local', ...fetchRecipe(node.fetch) };
    const made = resolveNode({ plan, index, takes, chosen: upstream.chosen, takeOf: takeFrom(upstream) });
    if (made.kind === 'wrong') return undefined;
    if (made.kind === 'reel') return { kind: 'local', recipe: CONCAT_RECIPE, inputs: reelInputs(made.parts) };
    return isRequest(made.request) ? { kind: 'request', request: made.request } : undefined;
  };
}

// A make that is known from the lock file only has no request of its own; the plan knows the one it was made with.
function takeFrom(upstream: Upstream): (node: number) => KnownMake | undefined {
  return (node) => {
    const make = upstream.make(node);
    return make === undefined ? undefined : { ...make, request: make.request ?? upstream.request(node) ?? null };
  };
}

function smaller(a: Quota | undefined, b: Quota | undefined): Quota | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}
