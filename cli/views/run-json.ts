import { type Quota, usdOf } from '../../plan/quota.ts';
import type { RunView } from '../../plan/run-view.ts';
import { type NodeCounts, nodeCounts, type RunState } from './run-state.ts';

/** A file that a run stands for, made by it or kept. Cost in quota units; '' and 0 where there is no task. */
export type Render = {
  readonly node: string;
  readonly file: string;
  readonly sha256: string;
  readonly seconds: number;
  readonly task: string;
  readonly cost: Quota;
};

export type RunFacts = {
  /** stem#n. */
  readonly run: string;
  readonly state: RunState;
  readonly counts: RunView['counts'];
  readonly current: number;
  readonly money: Pick<RunView['money'], 'planned' | 'spent' | 'refunded'>;
  readonly renders: readonly Render[];
};

/** The last line of `run --json`, and what `status --json` prints. Money in USD. */
export type RunDocument = {
  readonly run: string;
  readonly state: RunState;
  readonly nodes: NodeCounts;
  readonly cost: CostDocument;
  readonly renders: readonly Render[];
};
export type CostDocument = {
  readonly planned: number;
  readonly spent: number;
  readonly refunded: number;
  readonly currency: 'USD';
};

export function runDocument(facts: RunFacts): RunDocument {
  return {
    run: facts.run,
    state: facts.state,
    nodes: nodeCounts(facts.counts, facts.current),
    cost: costDocument(facts.money),
    renders: facts.renders.map((render) => ({
      node: render.node,
      file: render.file,
      sha256: render.sha256,
      seconds: render.seconds,
      task: render.task,
      cost: usdOf(render.cost),
    })),
  };
}

/** Money as data: quota units in, USD out. */
export function costDocument(money: RunFacts['money']): CostDocument {
  return {
    planned: usdOf(money.planned),
    spent: usdOf(money.spent),
    refunded: usdOf(money.refunded),
    currency: 'USD',
  };
}
