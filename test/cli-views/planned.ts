import { paintOf, type Screen } from '../../cli/terminal/index.ts';
import { type Planned, planView } from '../../cli/views/index.ts';
import type { NodeDecision, PlanState } from '../../plan/decisions.ts';
import type { Plan } from '../../plan/plan.ts';

/** A screen without colours, 80 columns, in UTC, ten minutes past the epoch. */
export const SCREEN: Screen = { columns: 80, paint: paintOf(false), zone: 'UTC', nowMs: 600_000 };

/** A plan of which nothing is made yet, but for the decisions given by node id. */
export function planned(
  plan: Plan,
  decisions: { readonly [id: string]: NodeDecision } = {},
  more: Partial<Planned> = {},
): Planned {
  return {
    plan,
    hash: 'ab'.repeat(32),
    realm: 'qingbo',
    slots: 5,
    speed: 1,
    decisions: plan.nodes.map((node) => decisions[node.id] ?? decided('missing', 'make', 'never made')),
    warnings: [],
    ...more,
  };
}

export function decided(state: PlanState, action: NodeDecision['action'], because: string): NodeDecision {
  return { state, action, generation: 1, because };
}

export function shown(facts: Planned, more: Partial<Screen> = {}): string {
  return planView(facts, { ...SCREEN, ...more });
}
