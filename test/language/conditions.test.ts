import { describe, expect, test } from 'vitest';
import type { PlanNode } from '../../plan/plan.ts';
import { loadText } from './load-file.ts';

const HEAD = 'version: 1\ninputs: { night: { type: boolean, default: true } }\nvars: { look: warm }\n';
const with_ = 'with: { model: skyreels-v4-fast, prompt: x }';

async function planOf(steps: string) {
  const { problems, plan } = await loadText(`${HEAD}steps:\n${steps}`);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const node = (id: string): PlanNode => {
    const found = plan?.nodes.find((one) => one.id === id);
    if (found === undefined) throw new Error(`no node ${id}`);
    return found;
  };
  const names = (list: readonly number[]) => list.map((at) => plan?.nodes[at]?.id);
  const edges = (id: string) => node(id).edges.map(({ node: at, kind }) => `${kind} ${plan?.nodes[at]?.id}`);
  return { plan, node, names, edges };
}

describe('an if', () => {
  test.each([
    ['true', undefined],
    ['false', 'never'],
    ['inputs.night', undefined],
    ['"!inputs.night"', 'never'],
    ["vars.look == 'cool'", 'never'],
    ['success()', undefined],
    ['failure()', 'failure'],
    ['always()', 'always'],
    ['cancelled()', 'cancelled'],
    ['inputs.night && failure()', 'failure'],
    ['"!inputs.night && failure()"', 'never'],
    ['inputs.night || failure()', 'always'],
    ['success() && steps.a.outputs.seconds > 3', 'after-success'],
    ['steps.a.outputs.seconds > 3', 'after-success'],
    ["vars.look == 'warm' && steps.a.outputs.seconds > 3", 'after-success'],
    ["always() && steps.a.state == 'failed'", 'free'],
    ['success() || failure()', 'free'],
    ['"!success()"', 'free'],
    ['"!failure()"', 'free'],
  ])('%s is decided as %s', async (text, kind) => {
    const { node } = await planOf(
      `  a: { uses: generate, ${with_} }\n  b: { uses: generate, needs: a, if: ${text}, ${with_} }`,
    );
    expect(node('b').condition?.kind).toBe(kind);
    expect(node('b').atMost ?? false).toBe(kind !== undefined && kind !== 'never' && kind !== 'always');
  });

  test('is judged for each instance; what is never made costs nothing, and what its data lack is no mistake', async () => {
    const { plan, node } = await planOf(`
  shot:
    uses: generate
    if: matrix.shot.text != null
    strategy: { matrix: { shot: { key: id, values: [{ id: one, text: a boat }, { id: two, text: null }] } } }
    with: { model: skyreels-v4-fast, prompt: "a film of \${{ matrix.shot.text }}" }
  final: { uses: promote, strategy: { over: shot }, with: { model: skyreels-v4-std } }`);
    expect(plan?.nodes.map(({ id, condition, price }) => [id, condition?.kind, price > 0])).toEqual([
      ['shot@one', undefined, true],
      ['shot@two', 'never', false],
      ['final@one', undefined, true],
      ['final@two', undefined, false],
    ]);
    expect(node('shot@one').fields?.prompt).toBe('a film of a boat');
  });

  test('of a chain stands at its first link, which the others follow', async () => {
    const { plan, edges } = await planOf(`
  hero: { uses: generate, ${with_} }
  spare: { uses: chain, needs: hero, if: failure(), with: { from: "https://example.com/x.mp4", model: skyreels-v4-fast, links: [{ id: one, prompt: a, duration: 3 }, { id: two, prompt: b, duration: 3 }] } }
  never: { uses: chain, if: false, with: { from: "https://example.com/x.mp4", links: [{ id: one, prompt: a }, { id: two, prompt: b }] } }`);
    expect(plan?.nodes.map(({ id, condition, price }) => [id, condition?.kind, price > 0])).toEqual([
      ['hero', undefined, true],
      ['spare--one', 'failure', true],
      ['spare--two', undefined, true],
      ['never--one', 'never', false],
      ['never--two', undefined, false],
    ]);
    expect([edges('spare--one'), edges('spare--two')]).toEqual([['needs hero'], ['direct spare--one']]);
  });

  test('waits for what it refers to, however that ends', async () => {
    const { edges } = await planOf(`
  a: { uses: generate, ${with_} }
  b: { uses: generate, if: "always() && steps.a.state == 'failed'", ${with_} }
  c: { uses: generate, if: steps.a.outputs.seconds > 3, ${with_.replace('x }', '"${{ steps.b.id }}" }')} }`);
    expect(edges('b')).toEqual(['needs a']);
    expect(edges('c')).toEqual(['needs a', 'direct b']);
  });

  test('that decides by itself waits for all links of a chain, and not for the value of a source it does not use', async () => {
    const { edges } = await planOf(`
  hero: { uses: generate, strategy: { matrix: { shot: [x, y] } }, ${with_} }
  walk: { uses: chain, with: { from: "\${{ steps.hero['x'] }}", links: [{ id: one, prompt: a }, { id: two, prompt: b }] } }
  spare: { uses: generate, strategy: { over: hero }, if: failure(), with: { model: skyreels-v4-fast, prompt: "\${{ matrix.shot }}" } }
  tied: { uses: generate, strategy: { over: hero }, if: failure(), with: { model: skyreels-v4-fast, prompt: "\${{ source.id }}" } }
  other: { uses: generate, needs: walk, if: failure(), ${with_} }`);
    expect(edges('spare@x')).toEqual(['needs hero@x']);
    expect(edges('tied@x')).toEqual(['direct hero@x']);
    expect(edges('other')).toEqual(['needs walk--one', 'needs walk--two']);
  });
});

test('bounds of a strategy and tolerated failures reach every node of the step', async () => {
  const { node } = await planOf(`
  shot:
    uses: generate
    continue-on-error: true
    strategy: { max-parallel: 2, fail-fast: true, matrix: { n: [a, b] } }
    ${with_}
  reel: { uses: concat, continue-on-error: false, with: { videos: "\${{ steps.shot.*.outputs.video }}" } }`);
  expect(node('shot@b')).toMatchObject({ continueOnError: true, maxParallel: 2, failFast: true });
  expect(node('reel')).not.toHaveProperty('continueOnError');
});

test('an approve shows nodes, one for each instance where it has axes', async () => {
  const { node, names, edges } = await planOf(`
  draft: { uses: generate, strategy: { matrix: { n: [a, b] } }, ${with_} }
  all: { uses: approve, timeout: 2h, with: { show: "\${{ steps.draft.* }}", on-timeout: reject } }
  each: { uses: approve, strategy: { over: draft }, with: { show: "\${{ source }}" } }
  final: { uses: promote, strategy: { over: draft }, if: steps.each.state == 'done', with: { model: skyreels-v4-std } }
  two: { uses: approve, needs: all, with: { show: ["\${{ steps.draft['b'] }}"] } }`);
  expect(node('all')).toMatchObject({ kind: 'approve', timeoutMs: 7_200_000, price: 0 });
  expect(names(node('all').approve?.show ?? [])).toEqual(['draft@a', 'draft@b']);
  expect(node('all').approve?.onTimeout).toBe('reject');
  expect(edges('all')).toEqual(['needs draft@a', 'needs draft@b']);
  expect([names(node('each@b').approve?.show ?? []), edges('each@b')]).toEqual([['draft@b'], ['direct draft@b']]);
  // What waits for the approval of its own shot only, and not for all of them.
  expect(edges('final@b')).toEqual(['direct draft@b', 'needs each@b']);
  expect(edges('two')).toEqual(['direct draft@b', 'needs all']);
});

test('priority and weight reach plan and nodes', async () => {
  const { plan } = await loadText(`version: 1
priority: 2
weight: 0.5
steps:
  a: { uses: generate, priority: -1, ${with_} }
  b: { uses: generate, ${with_} }`);
  expect([plan?.priority, plan?.weight, plan?.nodes.map(({ priority }) => priority)]).toEqual([2, 0.5, [-1, 0]]);
});
