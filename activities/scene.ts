import type { Decisions, NodeDecision } from '../plan/decisions.ts';
import type { Place } from '../plan/place.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import type { ProjectStore } from '../store/index.ts';
import type { World } from './world.ts';

/** A node of a run with what was decided for it and the store that knows its past. */
export type Scene = {
  readonly place: Place;
  readonly store: ProjectStore;
  readonly plan: Plan;
  readonly decisions: Decisions;
  readonly node: PlanNode;
  readonly decision: NodeDecision;
};

/**
 * Loads what a run decided from its store; undefined when the store there is another one (deleted and made anew) or
 * does not hold the plan: then nothing may be concluded from what is absent.
 */
export async function openScene(world: World, place: Place, node: number): Promise<Scene | undefined> {
  const opened = await openPlan(world, place);
  const planNode = opened?.plan.nodes[node];
  const decision = opened?.decisions.nodes[node];
  if (opened === undefined || planNode === undefined || decision === undefined) return undefined;
  return { place, ...opened, node: planNode, decision };
}

/** Plan and decisions of a run; undefined as in openScene. */
export async function openPlan(
  world: World,
  place: Place,
): Promise<Pick<Scene, 'store' | 'plan' | 'decisions'> | undefined> {
  const store = await world.storeOf(place);
  if (store.id !== place.store) return undefined;
  const [plan, decisions] = await Promise.all([
    remembered(world.plans, `${store.id}/${place.plan}`, () => store.plans.get(place.plan)),
    remembered(world.decisions, `${store.id}/${place.decisions}`, () => store.decisions.get(place.decisions)),
  ]);
  return plan === undefined || decisions === undefined ? undefined : { store, plan, decisions };
}

/** Plans of so many runs are kept parsed: one of 10,000 nodes takes tens of ms to read, and each activity needs it. */
const MOST_REMEMBERED = 8;

/** A content-addressed value never changes, so it is read once; what is absent is asked for again. */
async function remembered<T>(known: Map<string, T>, key: string, read: () => Promise<T | undefined>) {
  const value = known.get(key) ?? (await read());
  if (value === undefined) return undefined;
  known.delete(key);
  known.set(key, value);
  const [oldest] = known.keys();
  if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
  return value;
}
