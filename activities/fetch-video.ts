import { rm } from 'node:fs/promises';
import { type Measured, measure } from '../media/index.ts';
import type { FailureCode } from '../plan/failures.ts';
import { pauseMs, TIMING } from '../plan/timing.ts';
import { hashOfFile } from '../store/file-hash.ts';
import type { ProjectStore } from '../store/index.ts';
import { failed, unmade } from './end-judge.ts';
import type { DownloadAnswer, TaskView } from './providers/provider.ts';
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
  /** `cost`: as the vendor names it. */
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly cost: number; readonly again: boolean }
  | { readonly kind: 'blocked' | 'paused'; readonly code: FailureCode };

/** What keeps a file from coming, as CollectionTrouble of the store tells it. */
export type FetchTrouble = {
  readonly code: FailureCode | null;
  readonly lost: boolean;
  readonly endsAtMs: number | null;
  /** As the vendor names it. */
  readonly cost: number | null;
};

export type FetchOptions = {
  readonly world: World;
  readonly store: ProjectStore;
  readonly account: Account;
  readonly task: string;
  /** When a link of the task must have ended, wall clock, whatever the vendor says of it. */
  readonly lastMs: number;
  /** Told when the first try does not succeed, and when what is in the way changes. */
  readonly tell?: (trouble: FetchTrouble) => Promise<void>;
};

/** What one try came to, and the task as it was then. */
type Try = { readonly step: FetchedVideo | Setback; readonly view?: TaskView };
type Setback = 'again' | 'out-of-reach' | 'senseless' | 'dead-link' | 'bad-file';

/** So many dead links, or files that are no video, are no accident: a task is asked for a fresh link first. */
const MOST_STRIKES = 5;

/**
 * Fetches the video of a finished task. Every try asks the task for a fresh link first, so an expired one is never
 * the end while the task lives; network trouble and a silent vendor are tried again until the link's life is over.
 */
export async function fetchVideo(options: FetchOptions): Promise<FetchedVideo> {
  const { world, account } = options;
  const { cancelled } = world.pulse();
  const strikes = createStrikes(options);
  const tell = createTell(options);
  let toldFailed = false;
  let endsAtMs = options.lastMs;
  for (let tries = 0; ; tries++) {
    // Read anew: a client whose settings or key were changed meanwhile is closed.
    const current = (await world.accountOf(account.id)) ?? account;
    const { step: tried, view } = await tryOnce({ ...options, account: current }, cancelled);
    if (view !== undefined) endsAtMs = Math.min(options.lastMs, linkEnd(view, current));
    const step = tried === 'again' && world.clock.wallMs() > endsAtMs ? 'out-of-reach' : tried;
    if (typeof step !== 'string' && step.kind === 'failed' && !toldFailed) {
      // It was completed a moment ago: one answer that says otherwise proves nothing.
      toldFailed = true;
      await pause(TIMING.failedConfirmMs / account.speed, cancelled);
      continue;
    }
    const end = typeof step === 'string' ? strikes(step) : step;
    if (end?.kind !== 'fetched' && end?.kind !== 'failed') await tell(end, view, current);
    if (end !== undefined) return end;
    await pause(pauseMs(TIMING.retryFirstMs, TIMING.retryMostMs, tries, account.speed), cancelled);
  }
}

/** Judges what is no accident any more: what happens many times, and over a while. */
function createStrikes({ world, account }: FetchOptions) {
  let strikes = 0;
  let struckAtMs: number | undefined;
  let senselessAtMs: number | undefined;
  const isOver = (sinceMs: number, leastMs: number) => world.clock.monotonicMs() - sinceMs >= leastMs / account.speed;
  return (step: Setback): FetchedVideo | undefined => {
    if (step === 'again') return undefined;
    if (step === 'senseless') {
      senselessAtMs ??= world.clock.monotonicMs();
      return isOver(senselessAtMs, TIMING.senselessMs) ? { kind: 'blocked', code: 'TASK_UNREADABLE' } : undefined;
    }
    strikes += 1;
    struckAtMs ??= world.clock.monotonicMs();
    if (strikes < MOST_STRIKES || !isOver(struckAtMs, TIMING.deadLinkMs)) return undefined;
    return { kind: 'blocked', code: CODES[step] };
  };
}

const CODES = { 'out-of-reach': 'OUT_OF_REACH', 'dead-link': 'LINK_DEAD', 'bad-file': 'FILE_UNUSABLE' } as const;

function createTell({ tell }: FetchOptions) {
  let told: string | undefined;
  return async (end: FetchedVideo | undefined, view: TaskView | undefined, account: Account): Promise<void> => {
    const code = end !== undefined && 'code' in end ? end.code : null;
    const endsAtMs = view === undefined ? Number.POSITIVE_INFINITY : linkEnd(view, account);
    const known = `${code} ${endsAtMs}`;
    if (known === told) return;
    told = known;
    // An answer that this version cannot read may be read by another, and a silent vendor may speak again.
    const lost = end?.kind === 'blocked' && end.code !== 'TASK_UNREADABLE' && end.code !== 'OUT_OF_REACH';
    await tell?.({ code, lost, endsAtMs: Number.isFinite(endsAtMs) ? endsAtMs : null, cost: view?.cost ?? null });
  };
}

async function tryOnce(options: FetchOptions, cancelled: AbortSignal): Promise<Try> {
  const answer = await options.account.provider.status(options.task, cancelled);
  switch (answer.kind) {
    case 'key':
      return { step: { kind: 'paused', code: 'KEY_REFUSED' } };
    case 'missing':
      return { step: 'dead-link' };
    case 'unreadable':
      return { step: 'senseless' };
    case 'busy':
    case 'unreachable':
      return { step: 'again' };
    case 'task':
      return { step: await ofView(options, answer.view, cancelled), view: answer.view };
    default:
      return answer satisfies never;
  }
}

async function ofView(options: FetchOptions, view: TaskView, cancelled: AbortSignal): Promise<Try['step']> {
  const { world, store, account } = options;
  if (view.state === 'failed') return failed(view, account.api);
  if (view.state === 'cancelled') return unmade(view, 'TASK_CANCELLED', false);
  // Some answers go backwards; what was completed once is completed.
  if (view.state !== 'completed') return 'senseless';
  const [url] = view.urls;
  // It had one when it was completed: only a vendor that says that it gave the money back has none to give.
  if (url === undefined) return view.cost === 0 ? unmade(view, 'NO_VIDEO', true) : 'dead-link';
  const part = await store.media.part(`${view.task}.part`);
  const answer = await account.provider.download({ url, partPath: part, signal: cancelled });
  const step = answer.kind === 'saved' ? await check(world, part, answer.sha256, view) : refused(options, view, answer);
  if (typeof step === 'string' || step.kind !== 'fetched') await rm(part, { force: true });
  return step;
}

function refused(
  options: FetchOptions,
  view: TaskView,
  answer: Exclude<DownloadAnswer, { kind: 'saved' }>,
): Try['step'] {
  const { world, account } = options;
  switch (answer.kind) {
    case 'gone':
      return 'dead-link';
    case 'host':
      return { kind: 'paused', code: 'HOST_UNKNOWN' };
    case 'disk':
      return { kind: 'paused', code: 'DISK_FULL' };
    case 'unusable':
      world.log('warn', 'a result is no video', { task: view.task, message: answer.message });
      return 'bad-file';
    case 'broken':
      world.log('warn', 'a download broke off', { task: view.task, message: answer.message });
      return world.clock.wallMs() > Math.min(options.lastMs, linkEnd(view, account)) ? 'dead-link' : 'again';
    default:
      return answer satisfies never;
  }
}

/** The container must be whole and hold a picture, and the disk must give back the very bytes that came. */
async function check(world: World, part: string, sha256: string, view: TaskView): Promise<Try['step']> {
  if ((await hashOfFile(part)) !== sha256) {
    world.log('warn', 'the disk gives back other bytes than were written', { task: view.task });
    return 'again';
  }
  const measured = await measure(part);
  if (measured.ok) return { kind: 'fetched', part, sha256, measured, view };
  world.log('warn', 'a result is no video', { task: view.task, message: measured.message });
  return 'bad-file';
}
