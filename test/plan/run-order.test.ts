import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Skeleton } from '../../plan/skeleton.ts';
import { renders, skeletonOf } from '../../sim/sketch.ts';
import { loadFile } from '../language/load-file.ts';
import { drive, short } from './driver.ts';
import { freshSkeleton, play } from './play.ts';

const direct = (node: number) => ({ node, kind: 'direct' as const });
const CAP = 5;
const pipelines = readdirSync('pipelines').filter((file) => /^[a-z-]+\.yaml$/.test(file));

describe('what a run submits first', () => {
  test('the longest chain of renders, then the order of the file', () => {
    const chained = skeletonOf([...renders(6), { edges: [direct(4)] }, { edges: [direct(5)] }, { edges: [direct(7)] }]);
    const run = drive(chained);
    run.start();
    expect(short(run.lease())).toEqual(['submit 5', 'submit 4', 'submit 0', 'submit 1', 'submit 2']);
  });

  test('a priority counts more than a chain', () => {
    const run = drive(skeletonOf([{}, { priority: 1 }, {}, { edges: [direct(2)] }]));
    run.start();
    expect(short(run.lease())).toEqual(['submit 1', 'submit 2', 'submit 0']);
  });

  test('what is there already makes no chain longer', () => {
    const run = drive(skeletonOf([{}, {}, { edges: [direct(1)], action: 'k' }]));
    run.start();
    expect(short(run.lease()).filter((command) => command.startsWith('submit'))).toEqual(['submit 0', 'submit 1']);
  });

  test('a chain behind forty shots ends with them and not long after', () => {
    const links = Array.from({ length: 8 }, (_, index) => (index === 0 ? {} : { edges: [direct(39 + index)] }));
    const { ms, order } = play(skeletonOf([...renders(40), ...links]));
    expect(order[0]).toBe(40);
    expect(ms).toBe(Math.ceil(48 / CAP) * 1_000);
  });
});

describe('the time that a run takes, against the least that is possible', () => {
  test.each(pipelines)('%s: at most a twentieth above', async (file) => {
    const { plan } = await loadFile(`pipelines/${file}`);
    if (plan === undefined) throw new Error(`${file} has problems`);
    const fresh = freshSkeleton(plan);
    // A priority is the writer's own order, which the least time knows nothing of.
    const skeleton = { ...fresh, priorities: fresh.priorities.map(() => 0) };
    const { ms, order } = play(skeleton);
    expect(order.length).toBeGreaterThan(0);
    expect(ms / leastMs(skeleton, new Set(order))).toBeLessThanOrEqual(1.05);
  });
});

/** max(critical path, work / cap) of the nodes that were rendered. */
function leastMs(skeleton: Skeleton, rendered: ReadonlySet<number>): number {
  const ends = new Map<number, number>();
  const endOf = (node: number): number => {
    const known = ends.get(node);
    if (known !== undefined) return known;
    const before = Math.max(0, ...(skeleton.edges[node] ?? []).map((edge) => endOf(edge.node)));
    const end = before + (rendered.has(node) ? (skeleton.renderMs[node] ?? 0) : 0);
    ends.set(node, end);
    return end;
  };
  const work = [...rendered].reduce((sum, node) => sum + (skeleton.renderMs[node] ?? 0), 0);
  return Math.max(work / CAP, ...[...rendered].map(endOf));
}
