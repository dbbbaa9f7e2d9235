import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { simulatorHost } from '../../activities/hosting/index.ts';
import { bootMs } from '../../activities/index.ts';
import type { PlanNode } from '../../plan/plan.ts';
import { knownOf } from '../../store/index.ts';
import { PIXEL_PNG } from '../media/samples.ts';
import { openStage, planOf, type Stage, shot } from './stage.ts';

const PIXEL = createHash('sha256').update(PIXEL_PNG).digest('hex');
const DAY_MS = 24 * 3_600_000;
let stage: Stage;
let aheadMs = 0;
beforeEach(() => {
  aheadMs = 0;
});
afterEach(() => stage.close());

/** The vendor's clock and ours. */
function advance(ms: number): void {
  stage.sim.advance(ms);
  aheadMs += ms;
}

const turn = shot('walk--turn', {
  ...{ kind: 'link', step: 'walk', link: 'turn', edges: [{ node: 0, kind: 'direct' }] },
  ...{ source: { kind: 'node', node: 0 }, fields: { prompt: 'she turns', duration: 3 } },
});

async function open(nodes: readonly PlanNode[]) {
  stage = await openStage({ nodes });
  const host = simulatorHost({ baseUrl: stage.sim.apiUrl, key: 'key' });
  const clock = { bootMs, monotonicMs: () => performance.now(), wallMs: () => Date.now() + aheadMs };
  return { activities: stage.as({ clock, hostOf: async () => host }), hostless: stage.as({ clock }) };
}

async function render(activities: Stage['activities'], node: number) {
  const outcome = await activities.submit(stage.input(node));
  if (outcome.kind !== 'created') return outcome;
  await stage.sim.waitFor('completed', stage.sim.ledger().tasks.length);
  return activities.download({ ...stage.input(node), task: outcome.task });
}

const lastBody = () => JSON.stringify(stage.sim.ledger().tasks.at(-1)?.body);

test('a source whose link has died at the vendor is published from the store', async () => {
  const { activities, hostless } = await open([shot('a'), turn]);
  await render(activities, 0);
  advance(DAY_MS + 1_000);
  // Without a host nothing could be sent.
  expect(await hostless.submit(stage.input(1))).toMatchObject({ code: 'SOURCE_UNREACHABLE' });
  expect(await render(activities, 1)).toMatchObject({ kind: 'saved', seconds: expect.closeTo(6, 0) });
  expect(lastBody()).toContain('/uploads/');
  const [record] = await stage.store.records.of('film', 'walk--turn');
  expect(record?.includesSource).toBe(true);
  expect(JSON.stringify(record)).not.toContain('token=');
});

test('a link that lives until the shot has been made is taken as it is, and nothing is published', async () => {
  const { activities } = await open([shot('a'), turn]);
  await render(activities, 0);
  await render(activities, 1);
  expect(lastBody()).toContain('/files/');
  expect(await stage.store.objects.list('published')).toEqual([]);
});

test('a link that would end before the turn of its shot is not taken', async () => {
  const late = { ...turn, renderMs: 1_000 * 4 * 3_600_000 };
  const { activities } = await open([shot('a'), late]);
  await render(activities, 0);
  // The vendor's link lives for two hours more; the shot may take eight.
  advance(DAY_MS - 2 * 3_600_000);
  await render(activities, 1);
  expect(lastBody()).toContain('/uploads/');
});

test('a file that was never a render is published, and counts by its sha256', async () => {
  const fields = { model: 'skyreels-v4-fast', duration: 3, first_frame_image: `sha256:${PIXEL}` };
  const { activities } = await open([shot('a', { fields })]);
  expect(await activities.submit(stage.input(0))).toMatchObject({ kind: 'blocked', code: 'SOURCE_UNREACHABLE' });
  const part = await stage.store.media.part('pixel');
  writeFileSync(part, PIXEL_PNG);
  await stage.store.media.add(part, PIXEL);
  expect(await render(activities, 0)).toMatchObject({ kind: 'saved' });
  const { first_frame_image: url } = JSON.parse(lastBody());
  expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(PIXEL_PNG);
  const [record] = await stage.store.records.of('film', 'a');
  expect(record).toMatchObject({ sources: [PIXEL], request: { first_frame_image: `sha256:${PIXEL}` } });
});

test('what the store holds counts as reachable where it can be published', async () => {
  const { activities } = await open([shot('a'), turn]);
  await render(activities, 0);
  const plan = planOf([shot('a'), turn]);
  const inTwoDays = Date.now() + 2 * DAY_MS;
  const looks = async (canPublish: boolean) => {
    const { known, files } = await knownOf(stage.store, plan, inTwoDays, canPublish);
    return [...known.makes.values()].flat().map(files);
  };
  expect(await looks(false)).toEqual([{ render: 'whole', stored: true, link: false, hosted: false }]);
  expect(await looks(true)).toEqual([{ render: 'whole', stored: true, link: true, hosted: true }]);
});
