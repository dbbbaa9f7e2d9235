// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language writes expressions so.
import { describe, expect, test } from 'vitest';
import { resolveNode, type Take } from '../../expressions/index.ts';
import { skeletonPart } from '../../plan/skeleton-part.ts';
import { loadText, sha256 } from './load-file.ts';

const SHOT = 'uses: generate, with: { model: skyreels-v4-fast';

async function planOf(text: string) {
  const { plan, problems } = await loadText(text, {}, { 'episode.yaml': episode });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (plan === undefined) throw new Error('no plan');
  const edges = (id: string) =>
    plan.nodes.find((node) => node.id === id)?.edges.map(({ node, kind }) => `${kind} ${plan.nodes[node]?.id}`);
  return { plan, edges, ids: plan.nodes.map(({ id }) => id) };
}

const episode = `version: 1
inputs: { seconds: { type: number, default: 5 } }
steps:
  a: { ${SHOT}, prompt: a } }
  b: { ${SHOT}, prompt: b, duration: "\${{ inputs.seconds }}" }, needs: a }
outputs: { film: "\${{ steps.b.outputs.video }}", word: always there }
`;

describe('an if of a step that uses a pipeline', () => {
  test('is judged once, by a gate that all of its nodes wait for', async () => {
    const { edges, ids } = await planOf(`version: 1
steps:
  hero: { ${SHOT}, prompt: hero } }
  spare: { uses: ./episode.yaml, if: failure(), needs: hero }
  after: { ${SHOT}, prompt: "\${{ steps.spare.outputs.word }}" } }
`);
    expect(ids).toEqual(['hero', 'spare', 'spare/a', 'spare/b', 'after']);
    expect(edges('spare')).toEqual(['needs hero']);
    expect(edges('spare/a')).toEqual(['direct spare']);
    expect(edges('spare/b')).toEqual(['direct spare', 'needs spare/a']);
    expect(edges('after')).toEqual(['direct spare']);
  });

  test('leaves out what it never holds for, whatever its data lack, and asks in the run for the rest', async () => {
    const { ids, plan, edges } = await planOf(`version: 1
steps:
  hero: { ${SHOT}, prompt: hero } }
  ep:
    uses: ./episode.yaml
    if: matrix.row.kind == 'long' && steps.hero.outputs.seconds > 4
    strategy: { matrix: { row: { key: id, values: [{ id: x, kind: long, s: 8 }, { id: y, kind: short, s: none }] } } }
    with: { seconds: "\${{ matrix.row.s }}" }
  reel: { uses: concat, with: { videos: "\${{ steps.ep.*.outputs.film }}" } }
  walk: { uses: chain, with: { model: skyreels-v4-fast, from: "\${{ steps.ep['y'].outputs.film }}", links: [{ id: on, prompt: on }] } }
`);
    expect(ids).toEqual(['hero', 'ep@x', 'ep@x/a', 'ep@x/b', 'ep@y', 'reel', 'walk--on']);
    expect(plan.nodes.map(({ condition }) => condition?.kind)).toMatchObject({ 1: 'after-success', 4: 'never' });
    expect(edges('ep@x')).toEqual(['needs hero']);
    expect(edges('reel')).toEqual(['needs ep@x', 'needs ep@x/b', 'needs ep@y']);
    expect(edges('walk--on')).toEqual(['direct ep@y']);
  });

  test('that never holds hides no misspelt and no forgotten input, and says nothing of values', async () => {
    const { problems } = await loadText(
      `version: 1
steps:
  ep: { uses: ./episode.yaml, if: "false", with: { secs: 8, title: "\${{ vars.x }}" } }
  no: { uses: ./episode.yaml, if: 1 == 2, with: { seconds: eight } }
  a: { ${SHOT}, prompt: a } }
vars: { x: one }
`,
      {},
      { 'episode.yaml': episode.replace('seconds: {', 'title: { type: string }, seconds: {') },
    );
    expect(problems.map(({ code, message, line }) => `${line} ${code} ${message}`)).toEqual([
      '3 INPUT_UNKNOWN with secs: the pipeline has no input "secs"',
      '4 INPUT_MISSING the input "title" was not given and has no default',
    ]);
  });
});

test('continue-on-error of a step that uses a pipeline is told to the run as a range of nodes', async () => {
  const { plan } = await planOf(`version: 1
steps:
  hero: { ${SHOT}, prompt: hero } }
  ep: { uses: ./episode.yaml, continue-on-error: true }
  after: { ${SHOT}, prompt: after }, needs: ep }
`);
  const { skeleton } = skeletonPart(plan, { nodes: [] } as never, 0);
  expect(skeleton.lenient).toEqual([{ from: 1, to: 3 }]);
});

test('of a pipeline that is used, * leaves out an output whose node is not there, and takes the others', async () => {
  const { plan, ids } = await planOf(`version: 1
steps:
  ep: { uses: ./episode.yaml, strategy: { matrix: { n: [x, y] } } }
  reel: { uses: concat, with: { videos: "\${{ steps.ep.*.outputs.film }}" } }
`);
  const take = (node: number): Take | undefined => {
    const id = ids[node] ?? '';
    const size = { seconds: 5, width: 1, height: 1, cost: 0, includesSource: false, sources: [], request: null };
    return id === 'ep@y/b' ? undefined : { node: id, sha256: sha256(id), ...size };
  };
  const takes = plan.nodes.flatMap((_, at) => take(at) ?? []);
  const made = resolveNode({ plan, index: ids.indexOf('reel'), takeOf: take, chosen: () => undefined, takes });
  expect(made.kind === 'reel' && made.parts.map((part) => part.take.node)).toEqual(['ep@x/b']);
});
