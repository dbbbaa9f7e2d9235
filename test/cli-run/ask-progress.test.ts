import type { Client } from '@temporalio/client';
import { expect, test } from 'vitest';
import { askProgress, askTotals } from '../../cli/session/find-run.ts';
import { newRunState, runMachine } from '../../plan/run/index.ts';
import type { ProgressQuery } from '../../plan/run-view.ts';
import { renders, skeletonOf } from '../../sim/sketch.ts';
import type { RunEntry } from '../../store/index.ts';

const NODES = 10_000;

/** An engine whose only workflow is a machine in this process. */
function engineOf(seen: number[]): Client {
  const machine = runMachine(skeletonOf(renders(NODES)), { key: 'k', id: 'run/x', speed: 1 }, newRunState(1));
  machine.apply({ kind: 'start' }, 1);
  const query = async (_name: string, asked: ProgressQuery) => {
    const view = machine.view(asked);
    seen.push(view.changes.length);
    return JSON.parse(JSON.stringify(view));
  };
  return {
    withDeadline: (_deadline: number, act: () => Promise<unknown>) => act(),
    workflow: { getHandle: () => ({ query }) },
  } as unknown as Client;
}

const entry = { workflowId: 'run/x' } as RunEntry;

test('of a run of 10,000 nodes every change is told, though one answer holds 4,000', async () => {
  const seen: number[] = [];
  const { changes, counts, cursor } = await askProgress(engineOf(seen), entry, 0);
  expect(seen).toEqual([4_000, 4_000, 2_000]);
  expect(new Set(changes.map(({ node }) => node)).size).toBe(NODES);
  expect(counts.ready).toBe(NODES);
  expect(cursor).toBe(NODES);
});

test('who wants the totals alone is told of no node', async () => {
  const seen: number[] = [];
  const { counts, changes } = await askTotals(engineOf(seen), entry);
  expect([counts.ready, changes.length, seen.length]).toEqual([NODES, 0, 1]);
});
