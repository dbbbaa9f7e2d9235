import { existsSync } from 'node:fs';
import type { AccountFacts } from '../../config/index.ts';
import type { Plan } from '../../plan/plan.ts';
import { apiProfile } from '../../plan/profiles.ts';
import { type Quota, quotaOf } from '../../plan/quota.ts';
import type { DecideOptions } from '../../plan/states/index.ts';
import { type Planned, plannedCost, plannedNodes } from '../views/index.ts';
import { withAccountNamed } from './account-named.ts';
import { type DecidedPlan, decidePlan, type Limits } from './decide-plan.ts';
import { hangsOnRun } from './hangs-on.ts';
import { type LoadFlags, loadPipeline, soundPlan } from './load-pipeline.ts';
import { knownExtends, refuseLongChains } from './long-chains.ts';
import { fileTyped, projectRoot, refuseSharedStem } from './project.ts';
import { type RealmFlags, realmFacts } from './realm-facts.ts';
import { openRealm, type RealmSession } from './realm-session.ts';
import { Refusal } from './refusal.ts';
import type { Shell } from './shell.ts';
import { lastSimulator } from './simulator-process.ts';

/** The flags that plan and run share. */
export type PlanFlags = LoadFlags &
  RealmFlags & {
    readonly only?: readonly string[];
    readonly from?: readonly string[];
    readonly keepStale?: boolean;
    readonly remake?: readonly string[];
    readonly maxCost?: string;
    readonly speed?: string;
    /** A retry of a run that has ended: its --max-cost, and what it has spent, in quota units. */
    readonly retried?: { readonly maxCost: Quota | undefined; readonly spent: Quota };
  };

/** A pipeline, checked, compiled, and decided: all that is shown before anything is paid. */
export type Prepared = {
  readonly session: RealmSession;
  readonly plan: Plan;
  readonly decided: DecidedPlan;
  readonly planned: Planned;
  /** What the run may pay, in quota units. */
  readonly price: number;
  readonly speed: number | undefined;
};

/** Reads, checks, compiles and decides a pipeline file. Refuses what cannot be run; starts nothing. */
export async function prepare(shell: Shell, typed: string, flags: PlanFlags): Promise<Prepared> {
  const file = fileTyped(shell.cwd, typed);
  if (!existsSync(file))
    throw new Refusal(65, `${typed} is not there`, 'dailies run FILE, such as pipelines/overnight-batch.yaml');
  const speed = speedOf(flags);
  const root = projectRoot(file, shell.cwd);
  const chosen = await withAccountNamed(file, flags);
  const { facts } = realmFacts(shell, root, chosen);
  refuseSharedStem(root, file);
  const { loaded, api } = await loadKnowing(shell, { root, file, facts }, chosen, flags);
  const plan = soundPlan(shell.terminal, loaded, flags);
  // Not before: what cannot be run leaves nothing behind.
  const session = await openRealm(shell, file, chosen);
  const { store } = session;
  const decided = await decidePlan(store, plan, { ...optionsOf(flags), canPublish: facts.mediaHost });
  refuseLongChains(plan, decided.decided.nodes, api);
  const warnings = loaded.problems.map(({ code, message, line, column, hint }) => ({
    code,
    message,
    line,
    column,
    hint,
  }));
  const { limit } = decided.decisions;
  const planned: Planned = {
    plan: priced(plan, decided),
    hash: decided.hash,
    realm: facts.realm,
    slots: facts.limit,
    speed: speed ?? (flags.simulate ? (lastSimulator(root)?.speed ?? 1) : 1),
    ...(limit === undefined ? {} : { limit }),
    decisions: decided.decisions.nodes,
    requests: new Map(
      decided.decided.nodes.flatMap(({ request }, at) => (request === undefined ? [] : [[at, request] as const])),
    ),
    warnings,
  };
  return { session, plan, decided, planned, price: plannedCost(plannedNodes(planned)).make, speed };
}

type Place = { readonly root: string; readonly file: string; readonly facts: AccountFacts };

/** The file, read again with what its finished links show where it seems too long without. */
async function loadKnowing(shell: Shell, place: Place, chosen: RealmFlags, flags: PlanFlags) {
  const { root, file, facts } = place;
  const load = (more: LoadFlags) => loadPipeline({ cwd: shell.cwd, root }, file, facts, more);
  const api = apiProfile(facts.api);
  const loaded = await load(flags);
  const extendOutput = await knownExtends(shell, place, chosen, loaded);
  if (extendOutput === undefined) return { loaded, api };
  return { loaded: await load({ ...flags, extendOutput }), api: { ...api, extendOutput } };
}

/** True where a run of this would change nothing and fetch nothing. */
export function isNothingToDo({ decided }: Prepared): boolean {
  return decided.decisions.nodes.every(
    ({ action, state }) => action === 'keep' || (action === 'leave' && state !== 'blocked'),
  );
}

// What is made may cost less than its request says: a promote that changes nothing takes its source's file, and of the
// candidates of a pick that nobody has answered only the chosen ones are gone on with; so with conditions and approves.
function priced(plan: Plan, { decided }: DecidedPlan): Plan {
  const isMade = (at: number) => decided.nodes[at]?.decision.action === 'make';
  const hanging = hangsOnRun(plan, isMade);
  const nodes = plan.nodes.map((node, at) => {
    const report = decided.nodes[at];
    if (report === undefined || !isMade(at) || report.decision.state === 'open') return node;
    return { ...node, price: report.price, ...(hanging.has(at) ? { atMost: true } : {}) };
  });
  return { ...plan, nodes };
}

function optionsOf(flags: PlanFlags): DecideOptions & Limits {
  const maxCost = flags.maxCost === undefined ? flags.retried?.maxCost : quotaOf(usdOfText(flags.maxCost));
  return {
    ...(flags.only === undefined ? {} : { only: flags.only }),
    ...(flags.from === undefined ? {} : { from: flags.from }),
    ...(flags.remake === undefined ? {} : { remake: flags.remake }),
    keepStale: flags.keepStale ?? false,
    ...(maxCost === undefined ? {} : { maxCost }),
    ...(flags.retried === undefined ? {} : { alreadySpent: flags.retried.spent }),
  };
}

function usdOfText(text: string): number {
  if (/^\d+(\.\d{1,2})?$/.test(text)) return Number(text);
  throw new Refusal(64, `--max-cost ${text} is no amount`, 'USD with at most two decimals, such as 12.50');
}

function speedOf({ speed, simulate }: PlanFlags): number | undefined {
  if (speed === undefined) return undefined;
  const value = Number(speed);
  if (!simulate) throw new Refusal(64, '--speed is for --simulate only', 'the vendor renders as fast as it does');
  if (Number.isFinite(value) && value >= 1 && value <= 10_000) return value;
  throw new Refusal(64, `--speed ${speed} is out of range`, '1 to 10000');
}
