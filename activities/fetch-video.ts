import { rm } from 'node:fs/promises';
import { type Measured, measure } from '../media/index.ts';
import type { FailureCode } from '../plan/failures.ts';
import { pauseMs, TIMING } from '../plan/timing.ts';
import { hashOfFile } from '../store/file-hash.ts';
import type { ProjectStore } from '../store/index.ts';
import { failedTask } from './failed-task.ts';
import type { TaskView } from './providers/provider.ts';
import { pause } from './pulse.ts';
import { linkEnd } from './source-links.ts';
import type { Account, World } from './world.ts';

/** A finished task's file on the store's disk, whole and measured; or why it cannot be had. */
export type FetchedVideo =
  | {
      readonly kind: 'fetched';
      readonly part: string;
      readonly sha256: string;
      readonly measured: Measured;
      readonly view: TaskView;
    }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly again: boolean }
  | { readonly kind: 'blocked' | 'paused'; readonly code: FailureCode };

type Step = FetchedVideo | 'again' | 'senseless' | 'dead-link' | 'bad-file';

/** So many dead links in a row, or files that are no video, are no accident: a task is asked for a fresh link first. */
const MOST_STRIKES = 5;

/**
 * Fetches the video of a finished task. Every try asks the task for a fresh link first, so an expired one is never
 * the end while the task lives; network trouble is tried again until the link's life is over.
 */
export async function fetchVideo(
  world: World,
  store: ProjectStore,
  account: Account,
  task: string,
): Promise<FetchedVideo> {
  const { cancelled } = world.pulse();
  let strikes = 0;
  let toldFailed = false;
  let last: 'LINK_DEAD' | 'FILE_UNUSABLE' = 'LINK_DEAD';
  let senselessSinceMs: number | undefined;
  for (let tries = 0; ; tries++) {
    // Read anew: a client whose settings or key were changed meanwhile is closed.
    const current = (await world.accountOf(account.id)) ?? account;
    const step = await tryOnce(world, store, current, task, cancelled);
    if (typeof step !== 'string' && step.kind === 'failed' && !toldFailed) {
      // It was completed a moment ago: one answer that says otherwise proves nothing.
      toldFailed = true;
      await pause(TIMING.failedConfirmMs / account.speed, cancelled);
      continue;
    }
    if (typeof step !== 'string') return step;
    if (step === 'senseless') {
      const nowMs = world.clock.monotonicMs();
      senselessSinceMs ??= nowMs;
      const isLong = nowMs - senselessSinceMs >= TIMING.senselessMs / account.speed;
      if (isLong) return { kind: 'blocked', code: 'TASK_UNREADABLE' };
    } else if (step !== 'again') {
      strikes += 1;
      last = step === 'bad-file' ? 'FILE_UNUSABLE' : 'LINK_DEAD';
      if (strikes >= MOST_STRIKES) return { kind: 'blocked', code: last };
    }
    await pause(pauseMs(TIMING.retryFirstMs, TIMING.retryMostMs, tries, account.speed), cancelled);
  }
}

async function tryOnce(
  world: World,
  store: ProjectStore,
  account: Account,
  task: string,
  cancelled: AbortSignal,
): Promise<Step> {
  const answer = await account.provider.status(task, cancelled);
  switch (answer.kind) {
    case 'key':
      return { kind: 'paused', code: 'KEY_REFUSED' };
    case 'missing':
      return 'dead-link';
    case 'unreadable':
      return 'senseless';
    case 'busy':
    case 'unreachable':
      return 'again';
    case 'task':
      return ofView(world, store, account, answer.view, cancelled);
    default: {
      const never: never = answer;
      return never;
    }
  }
}

async function ofView(
  world: World,
  store: ProjectStore,
  account: Account,
  view: TaskView,
  cancelled: AbortSignal,
): Promise<Step> {
  if (view.state === 'failed') return { kind: 'failed', ...failedTask(view, account.api) };
  if (view.state === 'cancelled') return { kind: 'failed', code: 'TASK_CANCELLED', again: false };
  // Some answers go backwards; what was completed once is completed.
  if (view.state !== 'completed') return 'senseless';
  const [url] = view.urls;
  if (url === undefined) return { kind: 'failed', code: 'NO_VIDEO', again: true };
  const part = await store.media.part(`${view.task}.part`);
  const answer = await account.provider.download({ url, partPath: part, signal: cancelled });
  const step = answer.kind === 'saved' ? await check(part, view) : await refused(world, account, view, answer);
  if (typeof step === 'string' || step.kind !== 'fetched') await rm(part, { force: true });
  if (answer.kind === 'broken') world.log('warn', 'a download broke off', { task: view.task, message: answer.message });
  return step;
}

async function refused(
  world: World,
  account: Account,
  view: TaskView,
  answer: { readonly kind: 'gone' | 'host' | 'disk' | 'broken' },
): Promise<Step> {
  switch (answer.kind) {
    case 'gone':
      return 'dead-link';
    case 'host':
      return { kind: 'paused', code: 'HOST_UNKNOWN' };
    case 'disk':
      return { kind: 'paused', code: 'DISK_FULL' };
    case 'broken':
      return world.clock.wallMs() > linkEnd(view, account) ? 'dead-link' : 'again';
    default: {
      const never: never = answer.kind;
      return never;
    }
  }
}

/** The container must be whole and hold a picture; its sha256 is that of the bytes on the disk, not of the network's. */
async function check(part: string, view: TaskView): Promise<Step> {
  const measured = await measure(part);
  if (!measured.ok) return 'bad-file';
  const sha256 = await hashOfFile(part);
  return sha256 === undefined ? 'again' : { kind: 'fetched', part, sha256, measured, view };
}
