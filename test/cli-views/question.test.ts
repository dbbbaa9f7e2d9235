import { expect, it } from 'vitest';
import { peopleLines } from '../../cli/live/people-lines.ts';
import { newsLines } from '../../cli/live/plain-lines.ts';
import { applyView, startProgress } from '../../cli/live/progress.ts';
import { answerCommand, shownWords } from '../../cli/views/question.ts';
import type { PlanNode } from '../../plan/plan.ts';
import { batchPlan, view } from './fake-run.ts';

const plan = batchPlan(2);
const [first] = plan.nodes;
if (first === undefined) throw new Error('no node');
const gate: PlanNode = {
  ...{ ...first, id: 'gate', step: 'gate', key: '', kind: 'approve' },
  approve: { show: [0, 1], onTimeout: 'pause' },
};
const withGate = { ...plan, nodes: [...plan.nodes.slice(0, 2), gate] };
const place = { run: 'night#3', realm: 'qingbo' };

it('an approve says what to type and what to look at, on the screen and in a log', () => {
  expect(answerCommand(gate, place)).toBe('dailies approve night#3 gate [--reject]');
  expect(answerCommand({ ...gate, key: 'x' }, { ...place, realm: 'simulator' })).toBe(
    'dailies approve night#3 gate@x [--reject] --simulate',
  );
  expect(shownWords(withGate.nodes, gate)).toBe('shows draft@s0--cool, draft@s0--warm');
  const { progress, news } = applyView(startProgress(withGate), view(['done', 'done', 'asking']));
  const [line = []] = peopleLines(progress, { ...place, nowMs: 0 }, 5);
  expect(line.map(([text]) => text).join('')).toBe(
    'asks    dailies approve night#3 gate [--reject]  shows draft@s0--cool, draft@s0--warm',
  );
  const told = newsLines(progress, news, place).map((spans) => spans.map(([text]) => text).join(''));
  expect(told).toEqual(['asking     gate  dailies approve night#3 gate [--reject]']);
});
