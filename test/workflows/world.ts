import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { AccountInput } from '../../plan/account-view.ts';
import type { Activities, SubmitInput } from '../../plan/activity.ts';
import type { SubmitOutcome } from '../../plan/outcome.ts';
import type { Place } from '../../plan/place.ts';
import { accountWorkflowId, TASK_QUEUE, WORKFLOW_ACCOUNT } from '../../plan/recorded-names.ts';
import type { Skeleton } from '../../plan/skeleton.ts';

type Task = {
  readonly account: string;
  readonly node: string;
  readonly key: string;
  state: 'running' | 'done' | 'cancelled';
};

/** The world outside of the workflows: a vendor with a cap and a store of claims, in one object, for real activities. */
export type World = {
  readonly activities: (client: () => Client) => Activities;
  readonly plans: Map<string, Skeleton>;
  readonly tasks: Map<string, Task>;
  readonly saved: Set<string>;
  readonly counts: { peak: number; refused: number; ensured: number; censuses: number };
  /** Node ids whose submit crashes after the vendor accepted it, once each. */
  readonly crashes: Set<string>;
  /** Accounts of which nothing is accepted; accounts whose tasks end only by `finish`. */
  readonly full: Set<string>;
  readonly endless: Set<string>;
  /** Ends one task of an account. */
  readonly finish: (account: string) => void;
  /** Tasks of an account that run now. */
  readonly live: (account: string) => number;
};

/** A vendor that renders for `renderMs` and allows an account `cap` tasks at once. */
export function openWorld(options: {
  readonly cap: number;
  readonly renderMs: number;
  readonly renewal?: AccountInput['renewal'];
}): World {
  const { cap, renderMs, renewal } = options;
  const plans = new Map<string, Skeleton>();
  const tasks = new Map<string, Task>();
  const claims = new Map<string, string>();
  const closed = new Set<string>();
  const saved = new Set<string>();
  const crashes = new Set<string>();
  const counts = { peak: 0, refused: 0, ensured: 0, censuses: 0 };
  const full = new Set<string>();
  const endless = new Set<string>();
  const runningOf = (account: string) =>
    [...tasks.values()].filter((task) => task.account === account && task.state === 'running');
  const live = (account: string) => runningOf(account).length;
  const idOf = (place: Place, node: number) => `${place.pipeline}/${node}`;

  const accept = (input: SubmitInput): SubmitOutcome => {
    const { attempt, generation } = input;
    const { account } = input.place;
    const claim = `${idOf(input.place, input.node)}/${generation}/${attempt}`;
    if (closed.has(input.key)) return { kind: 'closed', attempt, generation };
    const known = claims.get(claim);
    if (known === undefined && (live(account) >= cap || full.has(account))) {
      counts.refused += 1;
      return { kind: 'refused', untilMs: Date.now() + 50, code: 'VENDOR_BUSY', attempt, generation };
    }
    const task = known ?? `task-${claims.size}`;
    if (known === undefined) {
      claims.set(claim, task);
      tasks.set(task, { account, node: idOf(input.place, input.node), key: input.key, state: 'running' });
      counts.peak = Math.max(counts.peak, live(account));
      setTimeout(() => endless.has(account) || end(tasks.get(task)), renderMs);
    }
    if (crashes.delete(idOf(input.place, input.node))) throw ApplicationFailure.nonRetryable('crashed');
    return { kind: 'created', task, reserved: 100, acceptedAtMs: Date.now(), attempt, generation };
  };
  const end = (task: Task | undefined) => {
    if (task?.state === 'running') task.state = 'done';
  };
  const censusOf = async (client: Client, key: string, id: string) => {
    const open = [...tasks.values()].filter((task) => task.key === key && task.state === 'running').length;
    const description = await client.workflow.getHandle(id).describe();
    const isOurs = description.raw.workflowExecutionInfo?.firstRunId === key;
    return { id, live: open, closed: !isOurs || description.status.name !== 'RUNNING' };
  };

  const activities = (client: () => Client): Activities => ({
    loadPlan: async ({ place }) => {
      const skeleton = plans.get(place.pipeline);
      if (skeleton === undefined) throw ApplicationFailure.nonRetryable(`no plan ${place.pipeline}`);
      return { from: 0, to: skeleton.total, skeleton };
    },
    submit: async (input) => accept(input),
    recover: async (input) => accept(input),
    awaitResolution: () => Context.current().cancelled,
    awaitTask: async ({ task, cancel }) => {
      const known = tasks.get(task);
      if (cancel && known?.state === 'running') known.state = 'cancelled';
      while (tasks.get(task)?.state === 'running') {
        Context.current().heartbeat();
        await Context.current().sleep(10);
      }
      return tasks.get(task)?.state === 'cancelled' ? { kind: 'cancelled', cost: 0 } : { kind: 'completed', cost: 100 };
    },
    download: async ({ place, node }) => {
      saved.add(idOf(place, node));
      return { kind: 'saved', sha256: '0', seconds: 5, cost: 100 };
    },
    fetch: async () => ({ kind: 'saved', sha256: '0', seconds: 0, cost: 0 }),
    restore: async () => ({ kind: 'saved', sha256: '0', seconds: 5, cost: 0 }),
    concat: async ({ place, node }) => {
      saved.add(idOf(place, node));
      return { kind: 'saved', sha256: '0', seconds: 5, cost: 0 };
    },
    readPick: async ({ done }) => ({ kind: 'picked', chosen: done.slice(0, 1) }),
    readApproval: async () => ({ kind: 'approved' }),
    evaluateCondition: async () => ({ kind: 'holds' }),
    recheck: async () => [],
    saveRecord: async () => undefined,
    ensureAccount: async ({ account }) => {
      counts.ensured += 1;
      const input: AccountInput = { interpreter: 1, account, limit: cap, speed: 20, ...(renewal ? { renewal } : {}) };
      await client().workflow.start(WORKFLOW_ACCOUNT, {
        workflowId: accountWorkflowId(account),
        taskQueue: TASK_QUEUE,
        workflowIdConflictPolicy: 'USE_EXISTING',
        args: [input],
      });
    },
    checkAccount: async () => ({ key: 'works', available: null, room: true }),
    census: async ({ account }) => {
      counts.censuses += 1;
      const runs: { [key: string]: { id: string; live: number; closed: boolean } } = {};
      const ids = [...plans.keys()]
        .filter((pipeline) => pipeline.startsWith(account))
        .map((pipeline) => `run/${pipeline}`);
      for (const id of ids) {
        const found = await client()
          .workflow.getHandle(id)
          .describe()
          .catch(() => undefined);
        const key = found?.raw.workflowExecutionInfo?.firstRunId;
        if (typeof key === 'string') runs[key] = await censusOf(client(), key, id);
      }
      return { runs };
    },
    sweep: async ({ suspects }) => {
      const probes: { [key: string]: { closed: boolean; live: number } } = {};
      for (const { key, id } of suspects) {
        const found = await censusOf(client(), key, id);
        if (found.closed) closed.add(key);
        probes[key] = { closed: found.closed, live: found.live };
      }
      return probes;
    },
  });
  const finish = (account: string) => end(runningOf(account)[0]);
  return { activities, plans, tasks, saved, counts, crashes, full, endless, finish, live };
}
