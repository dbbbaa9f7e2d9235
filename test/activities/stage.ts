import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, type ActivityOptions, makeActivities } from '../../activities/index.ts';
import { type Qingbo, qingbo } from '../../activities/providers/qingbo/qingbo.ts';
import type { Activities, SubmitInput, TaskInput } from '../../plan/activity.ts';
import type { NodeDecision } from '../../plan/decisions.ts';
import type { Place } from '../../plan/place.ts';
import type { Plan, PlanNode } from '../../plan/plan.ts';
import { apiProfile } from '../../plan/profiles.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/index.ts';
import { openStore, type ProjectStore } from '../../store/index.ts';

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
};

export const KEY = 'run-key-1';

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const root = await mkdtemp(join(tmpdir(), 'dailies-activities-'));
  const sim = await startSimulator({ taskMs: 50, jitter: 0, seed: 's', ...options.sim });
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
      await rm(root, { recursive: true, force: true });
    },
  };
}

export function vendorAt(baseUrl: string, postAnswerMs = 1_000): Qingbo {
  return qingbo({ baseUrl, key: 'key', resultHosts: [], now: Date.now, postAnswerMs, getAnswerMs: 1_000 });
}

export function accountOf(vendor: Qingbo, over: Partial<Account> = {}): Account {
  return {
    ...{ id: 'acc', provider: vendor, api: apiProfile('simulator'), poll: { minMs: 1_000, maxMs: 3_000 } },
    ...{ counts: 'in-flight', limit: 5, speed: 100, ...over },
  };
}

export function worldOf(store: ProjectStore, account: Account): ActivityOptions {
  return {
    storeOf: async () => store,
    storesOf: async () => [store],
    accountOf: async () => account,
    engine: { isOpen: async () => true, startAccount: async () => undefined },
    clock: { wallMs: Date.now, monotonicMs: () => performance.now() },
    sha256hex: (text) => createHash('sha256').update(text).digest('hex'),
    random: () => 0.5,
    pulse: () => ({ beat: () => undefined, cancelled: new AbortController().signal }),
    engineEpoch: 1,
    log: () => undefined,
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
