// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language writes expressions so.
import { describe, expect, test } from 'vitest';
import { resolveNode, type Take } from '../../expressions/index.ts';
import type { Plan } from '../../plan/plan.ts';
import { loadText, sha256 } from './load-file.ts';

const SHOT = 'uses: generate, with: { model: skyreels-v4-fast';

async function planOf(text: string, files: Record<string, string>, profile?: string) {
  const { plan, problems } = await loadText(text, profile === undefined ? {} : { profile }, files);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (plan === undefined) throw new Error('no plan');
  const edges = (id: string) =>
    plan.nodes.find((node) => node.id === id)?.edges.map(({ node, kind }) => `${kind} ${plan.nodes[node]?.id}`);
  const fields = (id: string) => plan.nodes.find((node) => node.id === id)?.fields;
  return { plan, edges, fields, ids: plan.nodes.map(({ id }) => id) };
}

/** The request of a node when everything else is made; a file's sha256 is that of its node's name. */
function requestOf(plan: Plan, id: string) {
  const take = (node: number): Take => ({
    ...{
      node: plan.nodes[node]?.id ?? '',
      sha256: sha256(plan.nodes[node]?.id ?? ''),
      seconds: 5,
      width: 1,
      height: 1,
    },
    ...{ cost: 0, includesSource: true, sources: [], request: null },
  });
  const index = plan.nodes.findIndex((node) => node.id === id);
  const chosen = (pick: number) => plan.nodes[pick]?.pick?.candidates.slice(0, 1);
  const made = resolveNode({ plan, index, takeOf: take, chosen, takes: plan.nodes.map((_, at) => take(at)) });
  if (made.kind === 'wrong') throw new Error(made.message);
  return made.kind === 'request' ? made.request : made.parts.map(({ take }) => take.node);
}

const episode = `version: 1
inputs:
  title: { type: string }
  clip: { type: string, required: false }
  seconds: { type: number, default: 5 }
vars: { words: "after \${{ inputs.clip }}" }
profiles: { draft: { resolution: 480p }, final: { resolution: 1080p } }
defaults: { profile: draft, timeout: 40m }
steps:
  draft: { ${SHOT}, prompt: "\${{ inputs.title }}", duration: "\${{ inputs.seconds }}" }, priority: 1 }
  like: { ${SHOT}, prompt: "\${{ vars.words }}", video_urls: ["\${{ inputs.clip }}"] } }
  film: { uses: concat, with: { videos: ["\${{ steps.draft.outputs.video }}"] } }
outputs: { film: "\${{ steps.film.outputs.video }}", title: "the film of \${{ inputs.title }}" }
`;

describe('a step that uses a pipeline', () => {
  test('has all of its nodes, under its name, one set for each instance', async () => {
    const season = `version: 1
steps:
  ep: { uses: ./episode.yaml, strategy: { matrix: { n: [one, two] } }, with: { title: "\${{ matrix.n }}", clip: "https://example.com/a.mp4" }, priority: 2 }
  after: { ${SHOT}, prompt: z }, needs: ep }
`;
    const { ids, edges, fields, plan } = await planOf(season, { 'episode.yaml': episode });
    const inside = (part: string) => ['draft', 'like', 'film'].map((step) => `${part}/${step}`);
    expect(ids).toEqual([...inside('ep@one'), ...inside('ep@two'), 'after']);
    expect(edges('ep@two/film')).toEqual(['direct ep@two/draft']);
    expect(edges('after')).toEqual(ids.slice(0, 6).map((id) => `needs ${id}`));
    expect(fields('ep@two/draft')).toMatchObject({ prompt: 'two', duration: 5, resolution: '480p' });
    expect(fields('after')?.resolution).toBe('720p');
    const [first] = plan.nodes;
    expect(first).toMatchObject({ part: 'ep@one', step: 'ep@one/draft', key: '', timeoutMs: 2_400_000, priority: 3 });
  });

  test('waits with all of its nodes for what it needs and what it is over', async () => {
    const season = `version: 1
steps:
  hero: { ${SHOT}, prompt: a hero }, strategy: { matrix: { n: [one, two] } } }
  first: { ${SHOT}, prompt: first } }
  ep: { uses: ./episode.yaml, needs: first, strategy: { over: hero }, with: { title: "\${{ matrix.n }}", clip: "\${{ source.outputs.video }}" } }
  reel: { uses: concat, with: { videos: "\${{ steps.ep.*.outputs.film }}" } }
  next: { ${SHOT}, prompt: "\${{ source.outputs.title }}" }, strategy: { over: ep } }
`;
    const { edges, plan } = await planOf(season, { 'episode.yaml': episode });
    expect(edges('ep@one/draft')).toEqual(['direct hero@one', 'needs first']);
    expect(edges('reel')).toEqual(['needs ep@one/film', 'needs ep@two/film']);
    expect(edges('next@two')).toEqual(['needs ep@two/draft', 'needs ep@two/like', 'direct ep@two/film']);
    expect(requestOf(plan, 'ep@two/like')).toMatchObject({
      prompt: `after sha256:${sha256('hero@two')}`,
      video_urls: [`sha256:${sha256('hero@two')}`],
    });
    expect(requestOf(plan, 'next@two')).toMatchObject({ prompt: 'the film of two' });
  });

  test('gives inputs that are known later only to the nodes that use them', async () => {
    const season = `version: 1
steps:
  hero: { ${SHOT}, prompt: a hero } }
  ep: { uses: ./episode.yaml, with: { title: x, clip: "\${{ steps.hero.outputs.video }}", seconds: "\${{ fromJSON('7') }}" } }
  season: { uses: concat, with: { videos: ["\${{ steps.ep.outputs.film }}", "\${{ steps.hero.outputs.video }}"] } }
`;
    const { edges, plan, fields } = await planOf(season, { 'episode.yaml': episode });
    expect(edges('ep/draft')).toEqual([]);
    expect(fields('ep/draft')?.duration).toBe(7);
    expect(edges('ep/like')).toEqual(['direct hero']);
    expect(requestOf(plan, 'ep/like')).toMatchObject({ prompt: `after sha256:${sha256('hero')}` });
    expect(edges('season')).toEqual(['direct hero', 'direct ep/film']);
    expect(requestOf(plan, 'season')).toEqual(['ep/film', 'hero']);
  });

  test('may stand in a pipeline that is used itself; data files lie beside the file that names them', async () => {
    const top = 'version: 1\nsteps: { year: { uses: parts/season.yaml, strategy: { matrix: { y: [1] } } } }\n';
    const season = `version: 1
steps:
  ep: { uses: ../episode.yaml, strategy: { matrix: { row: { from: rows.csv, key: id } } }, with: { title: "\${{ matrix.row.title }}", clip: "\${{ steps.own.outputs.video }}" } }
  own: { ${SHOT}, prompt: own } }
`;
    const files = { 'episode.yaml': episode, 'parts/season.yaml': season, 'parts/rows.csv': 'id,title\na,Ah\nb,Be\n' };
    const { plan, ids, edges } = await planOf(top, files);
    expect(ids).toContain('year@1/ep@b/draft');
    expect(edges('year@1/ep@b/like')).toEqual(['direct year@1/own']);
    expect(requestOf(plan, 'year@1/ep@a/like')).toMatchObject({ video_urls: [`sha256:${sha256('year@1/own')}`] });
    expect(plan.parts?.map(({ id, within }) => [id, within])).toEqual([
      ['year@1', undefined],
      ['year@1/ep@a', 'year@1'],
      ['year@1/ep@b', 'year@1'],
    ]);
  });

  test('hands out a node that a chain goes on from, or a promote makes again', async () => {
    const inner = `${episode}`.replace(
      'outputs: {',
      'outputs: { take: "${{ steps.draft }}", like: "${{ steps.like.outputs.cost }}",',
    );
    const season = (from: string) => `version: 1
steps:
  ep: { uses: episode.yaml, with: { title: x, clip: "https://example.com/a.mp4" } }
  on: { uses: chain, with: { from: "\${{ steps.ep.outputs.${from} }}", links: [{ id: more, prompt: on, model: skyreels-v4-fast }] } }
  better: { uses: promote, with: { from: "\${{ steps.ep.outputs.take }}", resolution: 1080p } }
`;
    const { plan, edges } = await planOf(season('film'), { 'episode.yaml': inner });
    expect(edges('on--more')).toEqual(['direct ep/film']);
    expect(edges('better')).toEqual(['direct ep/draft']);
    expect(plan.nodes.find(({ id }) => id === 'better')).toMatchObject({ source: { kind: 'node', node: 0 } });
    const { problems } = await loadText(season('like'), {}, { 'episode.yaml': inner });
    expect(problems.map(({ code }) => code)).toEqual(['REFERENCE_KIND']);
  });

  test('has its own profiles: the step’s stands for its default, --profile reaches it where it is declared', async () => {
    const season = (more: string) =>
      `version: 1\nprofiles: { final: { model: skyreels-v4-std } }\nsteps:\n  ep: { uses: episode.yaml${more}, with: { title: x, clip: "https://example.com/a.mp4" } }\n  own: { ${SHOT}, prompt: own } }\n`;
    const resolution = async (more: string, profile?: string) =>
      (await planOf(season(more), { 'episode.yaml': episode }, profile)).fields('ep/draft')?.resolution;
    expect(await resolution('')).toBe('480p');
    expect(await resolution(', profile: final')).toBe('1080p');
    expect(await resolution('', 'final')).toBe('1080p');
  });

  test('keeps names short and apart, however long the keys are', async () => {
    const long = 'a-very-long-key-that-goes-on-and-on-'.repeat(3);
    const season = `version: 1\nsteps: { ep: { uses: e.yaml, strategy: { matrix: { n: [${long}one, ${long}two] } } } }\n`;
    const inner = `version: 1\nsteps: { in: { uses: episode.yaml, strategy: { matrix: { n: [${long}x] } }, with: { title: x, clip: "https://example.com/a.mp4" } } }\n`;
    const { plan, ids } = await planOf(season, { 'e.yaml': inner, 'episode.yaml': episode });
    expect(new Set(ids).size).toBe(6);
    expect(plan.parts?.every(({ id }) => id.length <= 120)).toBe(true);
    expect(ids.every((id) => /^[A-Za-z0-9._@/-]+$/.test(id))).toBe(true);
  });

  test('is not wanted where nothing in it was wanted', async () => {
    const season = `version: 1
steps:
  ep: { uses: episode.yaml, strategy: { matrix: { n: [one, two] } }, with: { title: x, clip: "https://example.com/a.mp4" } }
  reel: { uses: concat, with: { videos: "\${{ steps.ep.*.outputs.film }}" } }
`;
    const { plan } = await planOf(season, { 'episode.yaml': episode });
    const takes = plan.nodes.map(({ id }): Take | undefined =>
      id.startsWith('ep@one')
        ? undefined
        : {
            node: id,
            sha256: sha256(id),
            seconds: 5,
            width: 1,
            height: 1,
            cost: 0,
            includesSource: true,
            sources: [],
            request: null,
          },
    );
    const known = takes.filter((take) => take !== undefined);
    const made = resolveNode({ plan, index: 6, takeOf: (at) => takes[at], chosen: () => [], takes: known });
    expect(made).toMatchObject({ kind: 'reel', parts: [{ take: { node: 'ep@two/film' } }] });
  });
});
