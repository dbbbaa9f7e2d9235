// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language writes expressions so.
import { expect, test } from 'vitest';
import { sparseOf } from '../../plan/skeleton-conditions.ts';
import { loadText } from './load-file.ts';

const SHOT = 'uses: generate, with: { model: skyreels-v4-fast';
const scene = `version: 1
inputs: { word: { type: string, default: x } }
steps:
  shot: { ${SHOT}, prompt: "\${{ inputs.word }}" } }
  more: { ${SHOT}, prompt: more }, strategy: { max-parallel: 1, matrix: { n: [a, b] } } }
`;
const episode = `version: 1
inputs: { word: { type: string, default: x } }
steps:
  first: { ${SHOT}, prompt: "\${{ inputs.word }}" } }
  scenes: { uses: ./scene.yaml, strategy: { fail-fast: true, matrix: { s: [x, y] } } }
outputs: { film: "\${{ steps.first.outputs.video }}" }
`;
const files = { 'scene.yaml': scene, 'episode.yaml': episode };

/** The bounds of the run's skeleton, by the names of the nodes where they and their uses begin and end. */
async function boundsOf(text: string) {
  const { plan, problems } = await loadText(text, {}, files);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (plan === undefined) throw new Error('no plan');
  const name = (node: number) => plan.nodes[node]?.id;
  const decisions = { version: 1, plan: '', realm: 'simulator', nodes: [] } as const;
  const { bounds = [] } = sparseOf(plan, decisions, 0, plan.nodes.length);
  return bounds.map(({ from, to, starts, ...how }) => ({
    ...how,
    nodes: `${name(from)} … ${name(to - 1)}`,
    ...(starts && { starts: starts.map(name) }),
  }));
}

test('uses of a pipeline are bounded as units, those inside of each of them apart', async () => {
  const found = await boundsOf(`version: 1
steps:
  hero: { ${SHOT}, prompt: hero } }
  part: { uses: ./episode.yaml, strategy: { max-parallel: 2, fail-fast: true, matrix: { n: [a, b] } } }
  free: { uses: ./scene.yaml }
`);
  expect(found).toEqual([
    ...['part@a/scenes@x', 'part@a/scenes@y', 'part@b/scenes@x', 'part@b/scenes@y', 'free'].map((at) => ({
      maxParallel: 1,
      nodes: `${at}/more@a … ${at}/more@b`,
    })),
    {
      ...{ maxParallel: 2, failFast: true, nodes: 'part@a/first … part@b/scenes@y/more@b' },
      starts: ['part@a/first', 'part@b/first'],
    },
    ...['a', 'b'].map((n) => ({
      ...{ failFast: true, nodes: `part@${n}/scenes@x/shot … part@${n}/scenes@y/more@b` },
      starts: [`part@${n}/scenes@x/shot`, `part@${n}/scenes@y/shot`],
    })),
  ]);
});

test('a use begins with its gate; one that can never open is none', async () => {
  const found = await boundsOf(`version: 1
steps:
  hero: { ${SHOT}, prompt: hero } }
  part:
    uses: ./episode.yaml
    if: matrix.n != 'b' && steps.hero.outputs.seconds > 4
    strategy: { max-parallel: 1, matrix: { n: [a, b, c] } }
`);
  expect(found.at(-3)).toEqual({
    maxParallel: 1,
    nodes: 'part@a … part@c/scenes@y/more@b',
    starts: ['part@a', 'part@c'],
  });
});

test('`over` makes uses that are bounded the same way, and names too long to nest keep their nodes together', async () => {
  const long = 'l'.repeat(59);
  const found = await boundsOf(`version: 1
steps:
  hero: { ${SHOT}, prompt: "\${{ matrix.n }}" }, strategy: { matrix: { n: [a, b] } } }
  ${long}:
    uses: ./episode.yaml
    with: { word: "\${{ source.outputs.sha256 }}" }
    strategy: { over: hero, max-parallel: 1, matrix: { m: [${'m'.repeat(60)}] } }
`);
  const whole = found.find(({ maxParallel, starts }) => maxParallel === 1 && starts !== undefined);
  expect(whole?.starts).toHaveLength(2);
  expect(whole?.nodes).toMatch(/\/first … .*more@b$/);
});
