import { afterAll, beforeAll, expect, it } from 'vitest';
import { costEntries } from '../../cli/session/cost-entries.ts';
import { reportOf } from '../../cli/session/report-of.ts';
import { reportDocument, reportView } from '../../cli/views/index.ts';
import type { RunEntry } from '../../store/index.ts';
import { openStage, planOf, type Stage, shot } from '../activities/stage.ts';

let stage: Stage;
let entry: RunEntry;
const nodes = [shot('walk'), shot('wait')];

beforeAll(async () => {
  stage = await openStage({ nodes });
  const { store, place, activities } = stage;
  const { realm, pipeline, plan, decisions, account } = place;
  const doc = { file: 'film.yaml', workflowId: 'w', plan, decisions, realm, account } as const;
  const n = await store.runs.begin('film', { ...doc, startedAt: new Date().toISOString(), plannedCost: 204_000 });
  entry = { ...doc, version: 1, pipeline, n, startedAt: new Date().toISOString(), plannedCost: 204_000 };
  for (const [node, action] of [
    [0, { do: 'answer', status: 403 }],
    [1, { do: 'answer', status: 302, headers: { location: 'https://files.example/f' } }],
  ] as const) {
    const submitted = await activities.submit(stage.input(node));
    const task = submitted.kind === 'created' ? submitted.task : '';
    await stage.sim.waitFor('completed', node + 1);
    stage.sim.fault({ match: { op: 'download', task }, count: 0, action });
    await activities.download({ ...stage.input(node), task });
  }
});
afterAll(() => stage.close());

it('a report says what was paid and lost, and what still waits and why, without an engine to ask', async () => {
  const plan = planOf(nodes);
  const seen = { entry, plan, standing: 'lost', state: 'unknown' } as const;
  const report = await reportOf(stage.store, seen);
  expect(report.nodes.map(({ state, code, cost }) => [state, code, cost])).toEqual([
    ['blocked', 'LINK_DEAD', 102_000],
    ['rendering', undefined, 0],
  ]);
  const screen = { paint: (_: unknown, text: string) => text, zone: 'UTC', nowMs: Date.now(), columns: 100 };
  const text = reportView(report, screen);
  expect(text).toMatch(/LINK_DEAD: .*; \$0\.204 was paid\n/);
  expect(text).toMatch(/lost {6}walk: \$0\.204 was paid for task \S+, and there is no file/);
  expect(text).toMatch(/link {6}wait: \$0\.204 for task \S+, .*\(HOST_UNKNOWN: /);
  expect(reportDocument(report).waiting.map(({ node, lost }) => [node, lost])).toEqual(
    expect.arrayContaining([
      ['walk', true],
      ['wait', false],
    ]),
  );
});

it('what was lost counts as spent', async () => {
  const entries = await costEntries(stage.store, 0);
  expect(entries.map(({ spent }) => spent).sort()).toEqual([0, 102_000]);
});
