import { paintOf, type Screen } from '../../cli/terminal/index.ts';
import { type Planned, planView } from '../../cli/views/index.ts';
import type { NodeDecision, PlanState } from '../../plan/decisions.ts';
import { foresee, NO_SURROUNDINGS } from '../../plan/forecast/index.ts';
import type { Plan } from '../../plan/plan.ts';

/** A screen without colours, 80 columns, in UTC, ten minutes past the epoch. */
export const SCREEN: Screen = { columns: 80, paint: paintOf(false), zone: 'UTC', nowMs: 600_000 };

/** A plan of which nothing is made yet, but for the decisions given by node id. */
export function planned(
  plan: Plan,
  decisions: { readonly [id: string]: NodeDecision } = {},
  more: Partial<Planned> = {},
): Planned {
  const all = plan.nodes.map((node) => decisions[node.id] ?? decided('missing', 'make', 'never made'));
  const standings = all.map(({ action }) => (action === 'make' ? ('ahead' as const) : ('over' as const)));
  const { nowMs } = SCREEN;
  const foreseen = foresee({ plan, standings, slots: 5, speed: 1, nowMs, around: NO_SURROUNDINGS });
  return {
    plan,
    hash: 'ab'.repeat(32),
    realm: 'qingbo',
    slots: 5,
    speed: 1,
    decisions: all,
    warnings: [],
    ...(foreseen && { foreseen }),
    ...more,
  };
}

export function decided(state: PlanState, action: NodeDecision['action'], because: string): NodeDecision {
  return { state, action, generation: 1, because };
}

export function shown(facts: Planned, more: Partial<Screen> = {}): string {
  return planView(facts, { ...SCREEN, ...more });
}
