import { conditionHolds, isExpressionFailure } from '../expressions/index.ts';
import type { ReadonlyPicks } from '../plan/activity.ts';
import type { ConditionOutcome } from '../plan/outcome.ts';
import type { Place } from '../plan/place.ts';
import { type EdgeResult, statusOf } from '../plan/results.ts';
import { NODE_STATES, type NodeState } from '../plan/run-view.ts';
import { StoreError } from '../store/index.ts';
import { sayWhy } from './say-why.ts';
import { openScene, type Scene } from './scene.ts';
import { takesAround } from './takes.ts';
import type { World } from './world.ts';

type Input = {
  readonly place: Place;
  readonly node: number;
  /** The state of what each edge points at, one character an edge. */
  readonly seen: string;
  readonly chosen: ReadonlyPicks;
};

/**
 * Evaluates the `if` of a node whose edges have all ended.
 * Safe to repeat because it only reads, and what it reads has ended.
 */
export async function evaluateCondition(world: World, input: Input): Promise<ConditionOutcome> {
  try {
    const scene = await openScene(world, input.place, input.node);
    if (scene === undefined) return { kind: 'paused', code: 'STORE_UNREADABLE' };
    return await evaluated(world, scene, input);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    world.log('warn', 'the store refuses', { place: error.place, message: error.message });
    return { kind: 'paused', code: 'STORE_UNREADABLE' };
  }
}

async function evaluated(world: World, scene: Scene, { node, seen, chosen }: Input): Promise<ConditionOutcome> {
  const { plan } = scene;
  const { edges } = scene.node;
  const states = new Map(edges.map((edge, at) => [edge.node, NAMES.get(seen[at] ?? '')]));
  const unwanted = edges.flatMap((edge) => (states.get(edge.node) === 'done' ? [] : edge.node));
  const takeOf = await takesAround(scene, chosen, unwanted);
  const ended = edges.map(({ node: target, kind }) => ({ kind, result: RESULTS[states.get(target) ?? ''] ?? 'done' }));
  const around = {
    ...{ plan, takeOf, stateOf: (at: number) => states.get(at) },
    chosen: (pick: number) => chosen[String(pick)],
  };
  try {
    return { kind: conditionHolds(around, node, statusOf(ended)) ? 'holds' : 'fails' };
  } catch (error) {
    if (!isExpressionFailure(error)) throw error;
    await sayWhy(world, scene, 'CONDITION_BROKEN', error.message);
    return { kind: 'broken' };
  }
}

const NAMES = namesByCode();
const RESULTS: { readonly [state: string]: EdgeResult } = {
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
  'not-wanted': 'not-wanted',
};

function namesByCode(): ReadonlyMap<string, NodeState> {
  const names = new Map<string, NodeState>();
  let state: NodeState;
  for (state in NODE_STATES) names.set(NODE_STATES[state], state);
  return names;
}
