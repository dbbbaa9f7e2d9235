import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, test } from 'vitest';

const folder = import.meta.dirname;
const bundle = path.resolve(folder, '../../dist/workflows.bundle.js');
const histories = readdirSync(folder).filter((file) => file.endsWith('.json'));

beforeAll(() => {
  if (!existsSync(bundle)) throw new Error('dist/ is missing: npm run build');
  Runtime.install({ logger: new DefaultLogger('ERROR') });
});

// The replay law: what was ever recorded must replay on today's workflows, or a run in a studio breaks tonight.
describe('every recorded history replays', () => {
  test('there are some', () => expect(histories.length).toBeGreaterThan(0));

  test.each(histories)('%s', async (file) => {
    await Worker.runReplayHistory({ workflowBundle: { codePath: bundle } }, read(file));
  });

  test('a history that does not fit is found', async () => {
    const [file = ''] = histories;
    const history = read(file);
    const broken = { ...history, events: history.events.map(renamed) };
    await expect(Worker.runReplayHistory({ workflowBundle: { codePath: bundle } }, broken)).rejects.toThrow();
  });
});

type Event = { readonly activityTaskScheduledEventAttributes?: object };

function read(file: string): { readonly events: readonly Event[] } {
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
}

function renamed(event: Event): Event {
  const scheduled = event.activityTaskScheduledEventAttributes;
  if (scheduled === undefined) return event;
  return { ...event, activityTaskScheduledEventAttributes: { ...scheduled, activityType: { name: 'another' } } };
}
