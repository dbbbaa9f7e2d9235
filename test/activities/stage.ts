import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type Account, type ActivityOptions, makeActivities } from '../../activities/index.ts';
import type { Activities, SubmitInput, TaskInput } from '../../plan/activity.ts';
import type { NodeDecision } from '../../plan/decisions.ts';
import type { Place } from '../../plan/place.ts';
import type { Plan, PlanNode } from '../../plan/plan.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/index.ts';
import { openStore, type ProjectStore } from '../../store/index.ts';
import { accountOf, vendorAt, worldOf } from './outside.ts';

/** A project with a store, a plan and an account at a simulated vendor: all real but the engine. */
export type Stage = {
  readonly root: string;
  readonly sim: Simulator;
  readonly store: ProjectStore;
  readonly place: Place;
  readonly activities: Activities;
  /** Activities of another world: `over` replaces parts of the first one. */
  readonly as: (over: Partial<ActivityOptions>, account?: Partial<Account>) => Activities;
  readonly input: (node: number, over?: Partial<SubmitInput>) => SubmitInput;
  readonly wait: (node: number, task: string, over?: Partial<TaskInput>) => TaskInput;
  readonly close: () => Promise<void>;
};

export type StageOptions = {
  readonly nodes?: readonly PlanNode[];
  readonly decisions?: readonly NodeDecision[];
  readonly sim?: SimulatorOptions;
  readonly account?: Partial<Account>;
  /** Instead of a simulator: the base URL of a vendor. */
  readonly baseUrl?: string;
  /** Instead of a new folder. */
  readonly root?: string;
};

export const KEY = 'run-key-1';

/** Clips are encoded once a test file: it is what takes the time. */
const clips = mkdtemp(join(tmpdir(), 'dailies-clips-'));
afterAll(async () => rm(await clips, { recursive: true, force: true }));

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const root = options.root ?? (await mkdtemp(join(tmpdir(), 'dailies-activities-')));
  const sim = await startSimulator({ taskMs: 50, jitter: 0, seed: 's', filesFolder: await clips, ...options.sim });
  const store = await openStore({ root, realm: 'simulator' });
  const nodes = options.nodes ?? [shot('a')];
  const plan = planOf(nodes);
  const planSha = await store.plans.put(plan);
  const decided = options.decisions ?? nodes.map(() => make());
  const decisions = await store.decisions.put({ version: 1, plan: planSha, realm: 'simulator', nodes: decided });
  const place: Place = {
    ...{ root, realm: 'simulator', pipeline: 'film', plan: planSha, decisions, account: 'acc', store: store.id },
  };
  const vendor = vendorAt(options.baseUrl ?? sim.apiUrl);
  const account = accountOf(vendor, options.account);
  const base = worldOf(store, account);
  const input = (node: number, over: Partial<SubmitInput> = {}): SubmitInput => {
    return { place, node, generation: 1, attempt: 1, key: KEY, ...over };
  };
  return {
    ...{ root, sim, store, place, input },
    activities: makeActivities(base),
    as: (over, accountOver = {}) =>
      makeActivities({ ...base, accountOf: async () => ({ ...account, ...accountOver }), ...over }),
    wait: (node, task, over = {}) => {
      const timing = { timeoutMs: null, late: false, cancel: false, acceptedAtMs: Date.now() };
      return { place, node, generation: 1, attempt: 1, task, ...timing, ...over };
    },
    close: async () => {
      await vendor.close();
      await sim.close();
      // What was still to be written into the lock file is written before its folder goes.
      await store.lock.project(plan, { whole: true });
      if (options.root === undefined) await rm(root, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

export function planOf(nodes: readonly PlanNode[]): Plan {
  return {
    ...{ version: 1, pipeline: 'film', name: 'film', file: 'film.yaml', inputs: {}, vars: {}, account: 'acc' },
    ...{ api: 'simulator', priority: 0, weight: 1, nodes, outputs: {} },
  };
}

export function make(over: Partial<NodeDecision> = {}): NodeDecision {
  return { state: 'missing', action: 'make', generation: 1, because: 'test', ...over };
}

/** A generate node of 3 s at 480p. */
export function shot(id: string, over: Partial<PlanNode> = {}): PlanNode {
  const fields = { model: 'skyreels-v4-fast', prompt: `shot ${id}`, duration: 3, resolution: '480p' };
  return {
    ...{ id, step: id.split('@')[0] ?? id, key: id.split('@')[1] ?? '', kind: 'generate', matrix: {}, edges: [] },
    ...{ fields, price: 102_000, seconds: 3, renderMs: 1_000, retry: 3, frozen: false },
    ...{ onAmbiguous: 'hold', priority: 0, ...over },
  };
}
