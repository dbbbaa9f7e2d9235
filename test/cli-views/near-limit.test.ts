import { expect, test } from 'vitest';
import { frame } from '../../cli/live/frame.ts';
import { applyView, startProgress } from '../../cli/live/index.ts';
import { statusView } from '../../cli/views/index.ts';
import type { Plan } from '../../plan/plan.ts';
import type { NodeState } from '../../plan/run-view.ts';
import { batchPlan, view } from './fake-run.ts';
import { planned, SCREEN, shown } from './planned.ts';

const LIMIT = 2_000_000;
const plan: Plan = { ...batchPlan(2), budget: { limit: LIMIT, warnAt: 0.5, onExceed: 'pause' } };
const states: readonly NodeState[] = plan.nodes.map(() => 'waiting');
const after = (spent: number, reserved: number) =>
  applyView(
    startProgress(plan),
    view(states, { money: { planned: LIMIT, spent, reserved, refunded: 0, limit: LIMIT } }),
  ).progress;

test('money that reaches warn-at is told, whether it is spent or only reserved', () => {
  const place = { run: 'night#1', realm: 'qingbo', zone: 'UTC' };
  const told = (spent: number, reserved: number) => {
    const progress = after(spent, reserved);
    const lines = frame(progress, { ...place, columns: 100, rows: 30, nowMs: 0 });
    const drawn = lines.map((line) => line.map(([text]) => text).join('')).join('\n');
    return [statusView({ ...place, progress }, SCREEN), drawn].map((text) => /limit.*|\d+ % .*/.exec(text)?.[0]);
  };
  expect(told(900_000, 0)).toEqual(['limit $4.00', 'limit $4.00']);
  expect(told(900_000, 140_000)).toEqual(['52 % of the limit $4.00', '52 % of the limit $4.00']);
});

test('a plan says that it will reach warn-at', () => {
  const { make } = /to make.*\$(?<make>[\d.]+)/.exec(shown(planned(plan)))?.groups ?? {};
  const price = Math.round(Number(make) * 500_000);
  const limit = (more: number) => {
    const budget = { limit: price + more, warnAt: 0.5, onExceed: 'pause' } as const;
    return /limit .*/.exec(shown(planned({ ...plan, budget }, {}, { limit: budget.limit })))?.[0];
  };
  expect(limit(price + 5000)).not.toContain('%');
  expect(limit(0)).toContain('this is 100 % of the limit');
});
