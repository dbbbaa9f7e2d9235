import { afterEach, describe, expect, it } from 'vitest';
import type { PlanNode, Source } from '../../plan/plan.ts';
import { apiProfile } from '../../plan/profiles.ts';
import { make, openStage, type Stage, type StageOptions, shot } from './stage.ts';

let stage: Stage;
const open = async (nodes: readonly PlanNode[], options: StageOptions = {}) => {
  stage = await openStage({ nodes, ...options });
  return stage;
};
afterEach(() => stage.close());

const needs = (...nodes: number[]) => ({ edges: nodes.map((node) => ({ node, kind: 'direct' as const })) });
const from = (node: number): { source: Source } => ({ source: { kind: 'node', node } });
const promote = (id: string, fields: PlanNode['fields'], over: Partial<PlanNode> = from(0)) =>
  shot(id, { kind: 'promote', fields: fields ?? {}, ...needs(0), ...over });
const link = (id: string, source: number, fields = {}) =>
  shot(id, {
    ...{ kind: 'link', step: 'walk', link: id.split('--')[1] ?? id, ...needs(source), ...from(source) },
    fields: { prompt: `she goes on ${id}`, duration: 3, ...fields },
  });

/** Pays for a node and brings its file home. */
async function render(node: number, over = {}) {
  const outcome = await stage.activities.submit(stage.input(node, over));
  if (outcome.kind !== 'created') return outcome;
  await stage.sim.waitFor('completed', stage.sim.ledger().tasks.length);
  return stage.activities.download({ ...stage.input(node, over), task: outcome.task });
}
const lastBody = () => stage.sim.ledger().tasks.at(-1)?.body;

describe('a request that depends on what was made before it', () => {
  it('is filled in from the records when it is submitted', async () => {
    const prompt = { $deferred: `like \${{ steps.a.outputs.seconds > 2 }} at \${{ steps.a.outputs.cost }}` };
    const fields = { model: 'skyreels-v4-fast', duration: 3, resolution: '480p', prompt };
    await open([shot('a'), shot('b', { fields, ...needs(0) })]);
    await render(0);
    expect(await render(1)).toMatchObject({ kind: 'saved' });
    expect(lastBody()).toMatchObject({ prompt: 'like true at 102000' });
  });

  it('of a promote takes all fields of its source as made', async () => {
    await open([shot('a'), promote('final', { model: 'skyreels-v4-std', resolution: '720p' })]);
    await render(0);
    expect(await render(1)).toMatchObject({ kind: 'saved' });
    expect(lastBody()).toMatchObject({ prompt: 'shot a', model: 'skyreels-v4-std', resolution: '720p', duration: 3 });
  });

  it('of a promote that changes nothing takes the file of its source, $0', async () => {
    const { store } = await open([shot('a'), promote('final', {})]);
    const saved = await render(0);
    expect(await render(1)).toMatchObject({ kind: 'made', cost: 0 });
    const [record] = await store.records.of('film', 'final');
    expect(record).toMatchObject({ sha256: saved.kind === 'saved' ? saved.sha256 : '', cost: 0, node: 'final' });
    expect(stage.sim.ledger().tasks).toHaveLength(1);
  });

  it('of a promote over a pick takes the candidate that was chosen', async () => {
    const pick = { candidates: [0, 1], choose: 1, onTimeout: 'pause' } as const;
    const edges = [0, 1].map((node) => ({ node, kind: 'candidate' as const }));
    const choose = shot('choose', { kind: 'pick', pick, edges, price: 0 });
    const final = promote('final', { model: 'skyreels-v4-std' }, { ...needs(2), source: { kind: 'pick', pick: 2 } });
    const { activities, place, store } = await open([shot('a'), shot('b'), choose, final]);
    await render(0);
    await render(1);
    expect(await activities.readPick({ place, node: 2, done: [0, 1] })).toEqual({ kind: 'asking' });
    const takes = await Promise.all(['a', 'b'].map(async (id) => (await store.records.of('film', id))[0]));
    const candidates = takes.map((take) => ({ node: take?.node ?? '', sha256: take?.sha256 ?? '' }));
    await store.picks.answer(
      { pipeline: 'film', file: 'film.yaml' },
      { step: 'choose', group: '', chosen: candidates.slice(1).map((one) => ({ ...one })), candidates },
    );
    expect(await activities.readPick({ place, node: 2, done: [0, 1] })).toEqual({ kind: 'picked', chosen: [1] });
    expect(await render(3, { chosen: { 2: [1] } })).toMatchObject({ kind: 'saved' });
    expect(lastBody()).toMatchObject({ prompt: 'shot b', model: 'skyreels-v4-std' });
  });

  it('takes a make with the same identity from an older generation, unless another was asked for', async () => {
    const { activities, as, input } = await open([shot('a')], { decisions: [make({ generation: 1 })] });
    await render(0);
    expect(await activities.submit(input(0, { generation: 2 }))).toMatchObject({ kind: 'made', generation: 2 });
    expect(await as({}).submit(input(0, { generation: 3, remake: true }))).toMatchObject({ kind: 'created' });
    expect(stage.sim.ledger().tasks).toHaveLength(2);
  });
});

describe('a chain', () => {
  it('extends the file of its source by a fresh link, which is stored nowhere', async () => {
    const { store } = await open([shot('a'), link('walk--turn', 0)]);
    await render(0);
    const saved = await render(1);
    expect(saved).toMatchObject({ kind: 'saved', seconds: expect.closeTo(6, 0) });
    expect(lastBody()).toMatchObject({ action: 'extend', ref_videos: [{ type: 'extend' }] });
    const [record] = await store.records.of('film', 'walk--turn');
    const [source] = await store.records.of('film', 'a');
    expect(record).toMatchObject({ includesSource: true, sources: [source?.sha256], step: 'walk' });
    expect(JSON.stringify(record)).not.toContain('token=');
  });

  it('is blocked, and pays nothing, when its source has no living link', async () => {
    const { activities, input, sim } = await open([shot('a'), link('walk--turn', 0)]);
    await render(0);
    sim.fault({ match: { op: 'poll' }, action: { do: 'answer', status: 404 } });
    expect(await activities.submit(input(1))).toMatchObject({ kind: 'blocked', code: 'SOURCE_UNREACHABLE' });
    const past = { 'result.videos.0.expires_at': Math.floor(Date.now() / 1000) - 5 };
    sim.fault({ match: { op: 'poll' }, action: { do: 'patch', set: past } });
    expect(await activities.submit(input(1))).toMatchObject({ kind: 'blocked', code: 'SOURCE_UNREACHABLE' });
    expect(sim.ledger().tasks).toHaveLength(1);
    expect(await render(1)).toMatchObject({ kind: 'saved' });
  });

  it('is refused before paying when the measured source breaks a rule of the page, by whatever field it stands in', async () => {
    const video = { $deferred: `\${{ steps.a.outputs.video }}` };
    const fields = { model: 'skyreels-v4-fast', ref_videos: [{ tag: 'src', type: 'reference', video_url: video }] };
    const { as, input, sim } = await open([shot('a'), link('walk--turn', 0), shot('b', { fields, ...needs(0) })]);
    await render(0);
    // The source has 3 s; a profile that takes 4 s and more stands for a file that came out too short.
    const api = apiProfile('simulator');
    const use = api.media['reference-video'];
    const strict = {
      ...api,
      media: { ...api.media, 'reference-video': { ...use, seconds: { min: 4, max: 30, tolerance: 0.05 } } },
    };
    for (const node of [1, 2]) {
      const outcome = await as({}, { api: strict }).submit(input(node));
      expect(outcome).toMatchObject({ kind: 'rejected', code: 'RULE_BROKEN' });
    }
    expect(sim.ledger().tasks).toHaveLength(1);
  });

  it('waits when the vendor cannot be asked for the link', async () => {
    const { activities, input, sim } = await open([shot('a'), link('walk--turn', 0)]);
    await render(0);
    sim.fault({ match: { op: 'poll' }, action: { do: 'answer', status: 503 } });
    expect(await activities.submit(input(1))).toMatchObject({ kind: 'not-sent', code: 'VENDOR_UNREACHABLE' });
  });

  it.each(['includes-source', 'segment-only'] as const)(
    'is joined into one film, each second once: %s',
    async (extend) => {
      const videos = [{ $deferred: `\${{ steps.walk.outputs.video }}` }];
      const reel = shot('reel', { kind: 'concat', fields: {}, videos, price: 0, ...needs(2) });
      const { activities, input } = await open([shot('a'), link('walk--on', 0), link('walk--off', 1), reel], {
        sim: { extend },
      });
      await render(0);
      await render(1);
      await render(2);
      const film = await activities.concat({ ...input(3), chosen: {} });
      expect(film).toMatchObject({ kind: 'saved', cost: 0, seconds: expect.closeTo(9, 0) });
      expect(await activities.concat({ ...input(3), chosen: {} })).toEqual(film);
    },
  );
});

describe('concat', () => {
  const reel = (step = 'x') => {
    const videos = { $deferred: `\${{ steps.${step}.*.outputs.video }}` };
    const edges = [0, 1].map((node) => ({ node, kind: 'needs' as const }));
    return shot('reel', { kind: 'concat', fields: {}, videos, price: 0, edges });
  };

  it('joins all instances that are there, in file order, and records what it was made from', async () => {
    const { activities, input, store } = await open([shot('x@a'), shot('x@b'), reel()]);
    await render(0);
    await render(1);
    expect(await activities.concat({ ...input(2), chosen: {} })).toMatchObject({ seconds: expect.closeTo(6, 0) });
    const [a, b, film] = await Promise.all(
      ['x@a', 'x@b', 'reel'].map(async (id) => (await store.records.of('film', id))[0]),
    );
    expect(film).toMatchObject({ kind: 'local', sources: [a?.sha256, b?.sha256], cost: 0, task: '' });
  });

  it('that cannot be joined fails with what is wrong', async () => {
    const { activities, input } = await open([shot('x@a'), shot('x@b', { fields: portrait }), reel()]);
    await render(0);
    await render(1);
    expect(await activities.concat({ ...input(2), chosen: {} })).toMatchObject({
      kind: 'failed',
      code: 'FILE_UNUSABLE',
    });
  });
});

const portrait = { model: 'skyreels-v4-fast', prompt: 'tall', duration: 3, resolution: '480p', aspect_ratio: '9:16' };
