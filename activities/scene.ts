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
    world.plans(`${store.id}/${place.plan}`, () => store.plans.get(place.plan)),
    world.decisions(`${store.id}/${place.decisions}`, () => store.decisions.get(place.decisions)),
  ]);
  return plan === undefined || decisions === undefined ? undefined : { store, plan, decisions };
}
