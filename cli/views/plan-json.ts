import type { PlanState } from '../../plan/decisions.ts';
import type { JsonObject } from '../../plan/json.ts';
import { usdOf } from '../../plan/quota.ts';
import { type ByDocument, byDocument } from './by-view.ts';
import { type ForecastDocument, forecastDocument } from './forecast-words.ts';
import { type Planned, type PlannedNode, type PlanWarning, plannedCost, plannedNodes } from './planned.ts';

/** What `plan --json` prints. Money in USD. */
export type PlanDocument = {
  readonly pipeline: string;
  readonly hash: string;
  readonly nodes: readonly {
    readonly id: string;
    readonly step: string;
    readonly uses: string;
    readonly needs: readonly string[];
    readonly state: PlanState;
    readonly because: string;
    readonly request: JsonObject | null;
    readonly price: number;
    /** The price is the most it may come to: a condition or a value is known in the run only. */
    readonly atMost: boolean;
    readonly seconds: number;
  }[];
  /** total: the whole pipeline; make: what this run pays at most; current: what is made and paid already. */
  readonly cost: { readonly total: number; readonly make: number; readonly current: number };
  /** When it would be done if it were run now; null where nothing is to be made. */
  readonly forecast: ForecastDocument;
  /** What would be done by the moment that was asked for. */
  readonly by?: ByDocument;
  readonly warnings: readonly PlanWarning[];
};

/** The plan as data. `byMs`: since the epoch, with what is done by then. */
export function planDocument(planned: Planned, byMs?: number): PlanDocument {
  const nodes = plannedNodes(planned);
  const cost = plannedCost(nodes);
  return {
    pipeline: planned.plan.pipeline,
    hash: planned.hash,
    nodes: nodes.map((item) => nodeDocument(planned, item)),
    cost: { total: usdOf(cost.total), make: usdOf(cost.make), current: usdOf(cost.kept) },
    forecast: forecastDocument(planned.foreseen?.forecast),
    ...(byMs === undefined ? {} : { by: byDocument(planned, byMs) }),
    warnings: planned.warnings,
  };
}

function nodeDocument({ plan, requests }: Planned, { at, node, decision }: PlannedNode) {
  return {
    id: node.id,
    step: node.step,
    uses: node.kind === 'link' ? 'chain' : node.kind,
    needs: [...new Set(node.edges.map((edge) => plan.nodes[edge.node]?.id ?? ''))],
    state: decision.state,
    because: decision.because,
    request: requests?.get(at) ?? node.fields ?? null,
    price: usdOf(node.price),
    atMost: node.atMost ?? false,
    seconds: node.seconds,
  };
}
