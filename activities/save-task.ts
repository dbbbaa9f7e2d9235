import type { FileOutcome } from '../plan/outcome.ts';
import type { MakeRecord } from '../plan/record.ts';
import { TIMING } from '../plan/timing.ts';
import { noteUncollected, type OpenClaim, type ProjectStore } from '../store/index.ts';
import { type FetchedVideo, type FetchTrouble, fetchVideo } from './fetch-video.ts';
import { fileTrouble } from './file-trouble.ts';
import { holdsSource } from './holds-source.ts';
import { keepVideo } from './keep-video.ts';
import { notedRequest } from './request-note.ts';
import { restoreMake } from './restore-make.ts';
import { hasFile, secondTask } from './second-task.ts';
import { settledCost } from './settled-cost.ts';
import { linkEnd } from './source-links.ts';
import type { Account, World } from './world.ts';

/** What is being saved: the claim that paid for a task, in its store. */
export type PaidTask = {
  readonly world: World;
  readonly store: ProjectStore;
  readonly account: Account;
  readonly paid: OpenClaim;
  readonly task: string;
};

/**
 * Brings a finished task's file home: fetched, checked, stored by its sha256, recorded, shown. The record that stands
 * wins: a differing second download never replaces it. Nothing here pays.
 */
export async function saveTask(task: PaidTask): Promise<FileOutcome> {
  return save(task).catch((error: unknown) => fileTrouble(task.world, error));
}

async function save(task: PaidTask): Promise<FileOutcome> {
  const { world, store, account, paid } = task;
  const { pipeline, node, identity, generation } = paid.ref;
  const known = await store.records.get(pipeline, node, identity, generation);
  if (known !== undefined) {
    const file = await restoreMake(world, store, account, known);
    return file.kind === 'here' ? finish(task, known, known.costAssumed ? null : known.cost) : file;
  }
  const { task: used, fetched } = await fetchEither(task);
  if (fetched.kind === 'failed') {
    const { code, again } = fetched;
    const { cost } = settledCost(fetched.cost, paid.claim.reserved);
    const refunded = Math.max(0, paid.claim.reserved - cost);
    const atMs = world.clock.wallMs();
    await store.claims.settle(paid.ref, { ...{ version: 1, as: 'failed', code, cost, refunded, atMs } });
    return { kind: 'failed', code, cost, again };
  }
  if (fetched.kind !== 'fetched') return fetched;
  await keepVideo(store, fetched);
  const record = await newRecord({ ...task, task: used }, fetched);
  const standing = await store.records.put(record);
  if (standing.sha256 !== record.sha256) {
    world.log('warn', 'a second download differs; the first one stands', { node, task: task.task });
  }
  return finish(task, standing, fetched.view.cost);
}

/** The file of the task that was paid for, or, where that brings none, of the second one that the vendor made for it. */
async function fetchEither(task: PaidTask): Promise<{ readonly task: string; readonly fetched: FetchedVideo }> {
  const { account, paid, world } = task;
  const second = await secondTask(task);
  const isThere = second === undefined || (await hasFile(account, task.task));
  const own = isThere ? await fetchOf(task) : undefined;
  const isOver = own?.kind === 'fetched' || own?.kind === 'paused';
  if (second !== undefined && !isOver && (await hasFile(account, second))) {
    const fetched = await fetchOf({ ...task, task: second });
    world.log('warn', 'the file of a second task is asked for', { node: paid.ref.node, task: second });
    if (fetched.kind === 'fetched' || fetched.kind === 'paused') return { task: second, fetched };
  }
  return { task: task.task, fetched: own ?? (await fetchOf(task)) };
}

function fetchOf(task: PaidTask): Promise<FetchedVideo> {
  const tell = (trouble: FetchTrouble) => tellTrouble(task, trouble);
  return fetchVideo({ ...task, lastMs: lastMs(task), tell });
}

/** A task ends within its life, and from then on its link has one of its own. */
function lastMs({ world, account: { api }, paid: { created } }: PaidTask): number {
  return (created?.acceptedAtMs ?? world.clock.wallMs()) + api.taskLifeMs + api.linkLifeMs;
}

/** Written down, so that people are told while the link still lives, whatever process is left to tell them. */
async function tellTrouble({ world, store, paid, task }: PaidTask, trouble: FetchTrouble): Promise<void> {
  const atMs = world.clock.wallMs();
  const { endsAtMs } = trouble;
  if (endsAtMs !== null && endsAtMs - atMs < TIMING.linkWarningMs) {
    world.log('warn', 'the link of a paid file ends soon', { node: paid.ref.node, task, endsAt: new Date(endsAtMs) });
  }
  const { cost } = settledCost(trouble.cost, paid.claim.reserved);
  await noteUncollected(store, { ...trouble, cost, account: paid.claim.account, task, atMs }).catch(
    (error: unknown) => {
      // On a full disk the task's age tells enough.
      world.log('warn', 'the trouble of a download could not be written', { task, error: String(error) });
    },
  );
}

async function newRecord(task: PaidTask, fetched: Extract<FetchedVideo, { kind: 'fetched' }>): Promise<MakeRecord> {
  const { world, store, account, paid } = task;
  const { ref, claim } = paid;
  const { measured, view } = fetched;
  const request = (await notedRequest(store, ref.identity)) ?? null;
  const { cost, assumed, flag } = settledCost(view.cost, claim.reserved);
  if (flag !== undefined) {
    world.log('warn', 'the vendor names an unexpected cost', {
      node: ref.node,
      cost: view.cost,
      estimate: claim.reserved,
    });
  }
  const endsAtMs = linkEnd(view, account);
  return {
    ...{ version: 1, realm: store.realm, pipeline: ref.pipeline, node: ref.node, step: stepOf(ref.node) },
    ...{ kind: 'render', identityVersion: 1, identity: ref.identity, generation: ref.generation },
    ...{ attempt: ref.attempt, run: claim.run, account: claim.account, api: claim.api, task: task.task },
    ...{ model: claim.model, request, sources: claim.sources, sha256: fetched.sha256, bytes: measured.bytes },
    ...{ seconds: measured.seconds, width: measured.width, height: measured.height },
    includesSource: await holdsSource(store, ref.pipeline, account.api, claim, request, measured.seconds),
    ...{ cost, costAssumed: assumed, madeAt: new Date(world.clock.wallMs()).toISOString() },
    linkEndsAt: Number.isFinite(endsAtMs) ? new Date(endsAtMs).toISOString() : '',
    file: store.renders.fileOf(ref.pipeline, ref.node),
  };
}

/** The record stands: the claim is settled and the file shown; both may have been done before. */
async function finish(
  { world, store, paid }: PaidTask,
  record: MakeRecord,
  named: number | null,
): Promise<FileOutcome> {
  const { flag: code, overpaid } = settledCost(named, paid.claim.reserved);
  const message = `the vendor named a cost of ${named} units; ${paid.claim.reserved} were planned`;
  await store.claims.settle(paid.ref, {
    ...{ version: 1, as: 'made', cost: record.cost, refunded: 0, atMs: world.clock.wallMs() },
    ...(code === undefined ? {} : { code, message }),
  });
  const shown = await store.renders.show(record);
  if (shown === 'edited') world.log('info', 'a render was edited by hand and is left alone', { node: record.node });
  const { sha256, seconds, cost } = record;
  // Of another attempt's make it says nothing.
  const isSecond = record.attempt === paid.ref.attempt && record.task !== (paid.created?.task ?? record.task);
  return {
    ...{ kind: 'saved', sha256, seconds, cost },
    ...(overpaid === undefined ? {} : { overpaid }),
    ...(isSecond ? { second: true } : {}),
  };
}

/** Ids are `step@key--key`, `step@key--link` or `step--link`, and no id of a step holds `@` or `--`. */
function stepOf(node: string): string {
  return node.split('@')[0]?.split('--')[0] ?? node;
}
