import { expect, test } from 'vitest';
import { startProgress } from '../../cli/live/progress.ts';
import { usedUp } from '../../cli/views/index.ts';
import type { FailureCode } from '../../plan/failures.ts';
import type { Plan, PlanNode, PlanPart } from '../../plan/plan.ts';

const node = (id: string, part?: string): PlanNode => ({
  ...{ id, step: id, key: '', kind: 'generate', matrix: {}, edges: [], price: 100, seconds: 1, renderMs: 1, retry: 1 },
  ...{ frozen: false, onAmbiguous: 'hold', priority: 0, ...(part === undefined ? {} : { part }) },
});
const part = (id: string, limit?: number): PlanPart => ({
  ...{ id, step: id, key: '', matrix: {}, inputs: {}, vars: {}, outputs: {} },
  ...(limit === undefined ? {} : { limit }),
});
const plan: Plan = {
  ...{ version: 1, pipeline: 'season', name: 'season', file: 'season.yaml', inputs: {}, vars: {}, account: 'default' },
  ...{ api: 'simulator', priority: 0, weight: 1, outputs: {} },
  nodes: [node('own'), node('one/a', 'one'), node('one/b', 'one'), node('two/a', 'two'), node('free/a', 'free')],
  parts: [part('one', 500_000), part('two', 250_000), part('free')],
};
const money = { planned: 500, reserved: 0, spent: 300, refunded: 0 };

/** What is said where these nodes were skipped for a budget. */
function said(skipped: readonly number[], limit: number | null): string {
  const code: FailureCode = 'BUDGET';
  const { nodes, ...rest } = startProgress(plan);
  const now = nodes.map((one, at) => (skipped.includes(at) ? { ...one, state: 'skipped' as const, code } : one));
  return usedUp({ ...rest, nodes: now }, { ...money, limit });
}

test('a budget that is used up is named: the file that was run, or what uses a file with a budget of its own', () => {
  expect(said([0, 2], 350)).toBe('budget.limit in season.yaml');
  expect(said([2], 350), 'one more would not fit').toBe('budget.limit in season.yaml');
  expect(said([2], null)).toBe('budget.limit in the file that is used by one ($1.00)');
  expect(said([2, 3], 1_000)).toBe('budget.limit in the file that is used by one ($1.00), two ($0.50)');
  expect(said([], null), 'nothing is known of the nodes any more').toBe('budget.limit in season.yaml');
});
