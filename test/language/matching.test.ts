// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language writes expressions so.
import { describe, expect, test } from 'vitest';
import { evaluateTemplate, stepsView } from '../../expressions/index.ts';
import { loadText } from './load-file.ts';

const shots = 'with: { model: skyreels-v4-fast, prompt: "${{ matrix.shot }} ${{ matrix.look }}" }';
const drafts = `version: 1
steps:
  draft: { uses: generate, strategy: { matrix: { shot: [sea, sky], look: [cool, warm] } }, ${shots} }
`;

async function planOf(text: string) {
  const { plan, problems } = await loadText(text);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (plan === undefined) throw new Error('no plan');
  const name = (index: number) => plan.nodes[index]?.id;
  const edges = (id: string) =>
    plan.nodes.find((node) => node.id === id)?.edges.map(({ node, kind }) => `${kind} ${name(node)}`);
  return { plan, edges, ids: plan.nodes.map(({ id }) => id) };
}

describe('matching', () => {
  test('over makes one instance for each, times axes of its own', async () => {
    const text = `${drafts}  more: { uses: promote, strategy: { over: draft, matrix: { res: [480p, 1080p] } }, with: { resolution: "\${{ matrix.res }}", prompt: "\${{ matrix.shot }}" } }\n`;
    const { ids, edges, plan } = await planOf(text);
    expect(ids).toContain('more@sea--cool--480p');
    expect(ids).toHaveLength(4 + 8);
    expect(edges('more@sky--warm--1080p')).toEqual(['direct draft@sky--warm']);
    expect(plan.nodes.at(-1)?.matrix).toEqual({ shot: 'sky', look: 'warm', res: '1080p' });
  });

  test('a bare reference means the instance that agrees on all axes, a key means that one', async () => {
    const text = `${drafts}  next: { uses: generate, strategy: { over: draft }, with: { model: skyreels-v4-fast, prompt: x, ref_videos: [{ tag: a, type: reference, video_url: "\${{ steps.draft.outputs.video }}" }] } }
  one: { uses: promote, with: { from: "\${{ steps.draft['sky--cool'] }}", duration: 9 } }
  both: { uses: generate, strategy: { matrix: { shot: [sea, sky] } }, with: { model: skyreels-v4-fast, prompt: "\${{ matrix.shot }}", first_frame_image: "\${{ steps.draft[format('{0}--warm', matrix.shot)].outputs.video }}" } }
`;
    const { edges } = await planOf(text);
    expect(edges('next@sky--warm')).toEqual(['direct draft@sky--warm']);
    expect(edges('one')).toEqual(['direct draft@sky--cool']);
    expect(edges('both@sea')).toEqual(['direct draft@sea--warm']);
  });

  test('over a pick: one a group, or one a candidate where more are chosen', async () => {
    const pick = (choose: number) =>
      `${drafts}  choose: { uses: pick, with: { from: [draft], group-by: [shot], choose: ${choose} } }\n  final: { uses: promote, strategy: { over: choose }, with: { resolution: 1080p } }\n`;
    const one = await planOf(pick(1));
    expect(one.ids.slice(4)).toEqual(['choose@sea', 'choose@sky', 'final@sea', 'final@sky']);
    expect(one.plan.nodes.at(-1)).toMatchObject({ matrix: { shot: 'sky' }, source: { kind: 'pick', pick: 5 } });
    const two = await planOf(pick(2));
    expect(two.ids.slice(6)).toEqual(['final@sea--cool', 'final@sea--warm', 'final@sky--cool', 'final@sky--warm']);
    expect(two.plan.nodes.at(-1)).toMatchObject({ source: { kind: 'pick', pick: 5, candidate: 3 } });
  });

  test('a step of which nothing is left is told once', async () => {
    const text = `version: 1
steps:
  a: { uses: generate, strategy: { matrix: { shot: [1] }, exclude: [{ shot: 1 }] }, with: { model: skyreels-v4-fast, prompt: "\${{ matrix.shot }}" } }
  b: { uses: promote, strategy: { over: a }, with: { prompt: "\${{ matrix.shot }}" } }
  c: { uses: concat, needs: a, with: { videos: ["\${{ steps.a.*.outputs.video }}", "\${{ steps.b['1'].outputs.video }}"] } }
`;
    expect((await loadText(text)).problems.map(({ code }) => code)).toEqual(['MATRIX_EMPTY']);
  });

  test('source has the outputs of what it is', async () => {
    const text = `version: 1
steps:
  still: { uses: fetch, strategy: { matrix: { shot: [sea] } }, with: { url: https://example.com/a.png } }
  clip: { uses: generate, strategy: { over: still }, with: { model: skyreels-v4-fast, prompt: x, first_frame_image: "\${{ source.outputs.file }}" } }
  reel: { uses: concat, strategy: { over: clip }, with: { videos: ["\${{ source.outputs.video }}"] } }
  any: { uses: pick, with: { from: [clip], group-by: [shot] } }
`;
    const { problems } = await loadText(text);
    expect(problems).toEqual([]);
    const more = (step: string, output: string) =>
      loadText(
        `${text}  more: { uses: concat, strategy: { over: ${step} }, with: { videos: ["\${{ source.outputs.${output} }}"] } }\n`,
      );
    for (const [step, output, code] of [
      ['reel', 'width', 'NAME_UNKNOWN'],
      ['still', 'video', 'NAME_UNKNOWN'],
      ['any', 'file', 'NAME_UNKNOWN'],
      ['any', 'video', undefined],
    ] as const) {
      const found = await more(step, output);
      expect(found.problems[0]?.code).toBe(code);
    }
  });

  test('edges are per step for needs and *, which accept what was not wanted', async () => {
    const text = `${drafts}  after: { uses: generate, needs: draft, with: { model: skyreels-v4-fast, prompt: x } }
  reel: { uses: concat, with: { videos: ["\${{ steps.after.outputs.video }}", "\${{ steps.draft.*.outputs.video }}"] } }
`;
    const { edges } = await planOf(text);
    const all = ['needs draft@sea--cool', 'needs draft@sea--warm', 'needs draft@sky--cool', 'needs draft@sky--warm'];
    expect(edges('after')).toEqual(all);
    expect(edges('reel')).toEqual([...all, 'direct after']);
  });

  test('pairs make n−1 values, include adds, exclude removes', async () => {
    const text = `version: 1
steps:
  shot: { uses: generate, strategy: { matrix: { n: [one, two, three] }, exclude: [{ n: two }], include: [{ n: four }] }, with: { model: skyreels-v4-fast, prompt: "\${{ matrix.n }}" } }
  between: { uses: generate, strategy: { matrix: { cut: { values: [a, b, c], pairs: true } } }, with: { model: skyreels-v4-fast, prompt: "\${{ matrix.cut.this }} to \${{ matrix.cut.next }}" } }
`;
    const { ids, plan } = await planOf(text);
    expect(ids).toEqual(['shot@one', 'shot@three', 'shot@four', 'between@a', 'between@b']);
    expect(plan.nodes[4]?.fields).toMatchObject({ prompt: 'b to c' });
  });

  test('a promote that changes nothing costs nothing; chains are priced in the reference column', async () => {
    const text = `version: 1
steps:
  a: { uses: generate, with: { model: skyreels-v4-fast, prompt: x, resolution: 480p } }
  same: { uses: promote, with: { from: "\${{ steps.a }}", duration: 5 } }
  walk: { uses: chain, with: { from: "\${{ steps.a }}", links: [{ id: on, prompt: x, duration: 4 }] } }
  clip: { uses: chain, with: { from: "https://example.com/a.mp4", model: skyreels-v4-std, links: [{ id: on, prompt: x }] } }
`;
    const { plan } = await planOf(text);
    expect(plan.nodes.map(({ price }) => price)).toEqual([34_000 * 5, 0, 63_750 * 4, 106_250 * 5]);
    expect(plan.nodes[3]?.source).toEqual({ kind: 'url', url: 'https://example.com/a.mp4' });
  });

  test('what depends on steps is evaluated later, by the view of steps that a node has', async () => {
    const text = `${drafts}  walk: { uses: chain, strategy: { over: draft }, with: { from: "\${{ source }}", links: [{ id: on, prompt: x }, { id: off, prompt: "\${{ steps.walk.links['on'].id }}" }] } }
  reel: { uses: concat, with: { videos: "\${{ steps.walk.*.outputs.video }}" } }
`;
    const { plan, ids } = await planOf(text);
    const ended = (node: number) => ({
      id: ids[node] ?? '',
      matrix: {},
      state: 'done',
      outputs: { video: `film ${ids[node]}` },
    });
    const reel = ids.indexOf('reel');
    const steps = stepsView(plan, reel, ended);
    const videos = plan.nodes[reel]?.videos ?? null;
    expect(evaluateTemplate(videos, { steps })).toEqual([
      'film walk@sea--cool--off',
      'film walk@sea--warm--off',
      'film walk@sky--cool--off',
      'film walk@sky--warm--off',
    ]);
    const unwanted = stepsView(plan, reel, (node) => (node === 7 ? undefined : ended(node)));
    expect(evaluateTemplate(videos, { steps: unwanted })).toHaveLength(3);
    const link = ids.indexOf('walk@sky--warm--off');
    const prompt = plan.nodes[link]?.fields?.prompt ?? null;
    expect(evaluateTemplate(prompt, { steps: stepsView(plan, link, ended) })).toBe('walk@sky--warm--on');
  });
});
