import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reportOf } from '../../cli/session/report-of.ts';
import { jsonText } from '../../cli/terminal/index.ts';
import { reportDocument, reportView } from '../../cli/views/index.ts';
import type { Activities } from '../../plan/activity.ts';
import type { RunEntry } from '../../store/index.ts';
import { logLine } from '../../worker/log.ts';
import { harmful, PAYLOADS } from '../cli-views/payloads.ts';
import { openStage, planOf, type Stage, shot } from './stage.ts';

/** All payloads, some in one text: a vendor's message is cut at 500 characters. */
const SIZE = 12;
const TEXTS = Array.from({ length: Math.ceil(PAYLOADS.length / SIZE) }, (_, at) =>
  PAYLOADS.slice(at * SIZE, (at + 1) * SIZE).join(' and '),
);
const told = TEXTS.flatMap((_, at) => [shot(`refused${at}`), shot(`failed${at}`)]);
const made = shot('made', { fields: { ...shot('x').fields, prompt: TEXTS.join() } });
const nodes = [...told, made];
const logged: string[] = [];
let stage: Stage;
let activities: Activities;

/** The vendor says each text where it refuses a request, and where it fails a task: as message, code and status. */
beforeAll(async () => {
  stage = await openStage({ nodes, sim: { cap: nodes.length } });
  activities = stage.as({ log: (...line) => logged.push(logLine(...line)) });
  await Promise.all(
    TEXTS.map(async (text, at) => {
      const body = { error: { message: text, code: text } };
      const refuse = { do: 'answer', status: 400, body } as const;
      stage.sim.fault({ match: { op: 'submit', prompt: `refused${at}` }, action: refuse });
      expect(await activities.submit(stage.input(2 * at))).toMatchObject({ kind: 'rejected' });
      const fail = { do: 'fate', status: 'failed', message: text, code: text } as const;
      stage.sim.fault({ match: { op: 'submit', prompt: `failed${at}` }, action: fail });
      const submitted = await activities.submit(stage.input(2 * at + 1));
      const task = submitted.kind === 'created' ? submitted.task : '';
      const odd = { do: 'patch', set: { model: text, action: text, progress: text } } as const;
      stage.sim.fault({ match: { op: 'poll', task }, count: 0, action: odd });
      expect(await activities.awaitTask(stage.wait(2 * at + 1, task))).toMatchObject({ kind: 'failed' });
      const download = await activities.download({ ...stage.input(2 * at + 1), task });
      expect(download.kind).not.toBe('saved');
    }),
  );
  const submitted = await activities.submit(stage.input(told.length));
  const task = submitted.kind === 'created' ? submitted.task : '';
  await stage.sim.waitFor('completed');
  expect(await activities.download({ ...stage.input(told.length), task })).toMatchObject({ kind: 'saved' });
});
afterAll(() => stage.close());

it('of a vendor stands in the store without a character that acts, and readable', async () => {
  const claims = await stage.store.claims.ofPipeline('film');
  const messages = claims.map(({ settled }) => settled?.message ?? '');
  expect(messages.filter((message) => message.length > 20)).toHaveLength(told.length);
  expect(messages.flatMap(harmful)).toEqual([]);
  expect(TEXTS.every((text) => harmful(text).length > 0)).toBe(true);
});

it('comes into no lock file, no log, no report and no JSON so that it acts', async () => {
  const plan = planOf(nodes);
  await stage.store.lock.project(plan, { whole: true });
  const lock = await readFile(stage.store.lock.fileOf(plan), 'utf8');
  expect([lock.includes('"made"'), harmful(lock)]).toEqual([true, []]);
  const { realm, pipeline, plan: sha, decisions, account } = stage.place;
  const doc = { file: 'film.yaml', workflowId: 'w', plan: sha, decisions, realm, account, plannedCost: 0 };
  const entry: RunEntry = { ...doc, version: 1, n: 1, pipeline, startedAt: new Date().toISOString() };
  const report = await reportOf(stage.store, { entry, plan, standing: 'lost', state: 'unknown' });
  const screen = { paint: (_: unknown, text: string) => text, zone: 'UTC', nowMs: Date.now(), columns: 100 };
  expect(report.nodes.filter(({ message }) => message !== undefined)).toHaveLength(told.length);
  expect(harmful(reportView(report, screen))).toEqual([]);
  expect(harmful(jsonText(reportDocument(report)))).toEqual([]);
  expect(logged.flatMap(harmful)).toEqual([]);
});

it('is no id of a task: what was sent then is unsure, and nothing is paid again', async () => {
  const other = await openStage({ nodes: PAYLOADS.slice(0, 3).map((_, at) => shot(`n${at}`)), sim: { cap: 5 } });
  for (const [node, task_id] of ['\u001b[2J', 'a\u009bb', 'line\nfeed'].entries()) {
    other.sim.fault({ match: { op: 'submit' }, action: { do: 'patch', set: { task_id, id: task_id } } });
    expect(await other.activities.submit(other.input(node))).toMatchObject({ kind: 'unsure' });
  }
  await other.close();
});

it.each(PAYLOADS)('acts in no line of the log, wherever it stands in it: %j', (payload) => {
  const line = logLine('warn', payload, { task: payload, [payload]: { deep: [payload] } });
  expect(harmful(line)).toEqual([]);
  expect(JSON.parse(line)).toMatchObject({ message: payload, task: payload });
});
