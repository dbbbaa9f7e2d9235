import { rm } from 'node:fs/promises';
import { type LookedAt, lookAt } from '../media/index.ts';
import type { NodeInput } from '../plan/activity.ts';
import type { ApiProfile } from '../plan/api-profile.ts';
import { fetchLimits, fetchProblem } from '../plan/fetch-limits.ts';
import { fetchIdentity } from '../plan/identity.ts';
import type { FileOutcome } from '../plan/outcome.ts';
import { pauseMs, TIMING } from '../plan/timing.ts';
import { hashOfFile } from '../store/file-hash.ts';
import { fetchUrl } from './fetch-url.ts';
import { fileTrouble } from './file-trouble.ts';
import { localRecord, saveFree } from './free-make.ts';
import { plainText } from './providers/plain-text.ts';
import { beating, pause } from './pulse.ts';
import { sayWhy } from './say-why.ts';
import { openScene, type Scene } from './scene.ts';
import type { World } from './world.ts';

type Fetched =
  | { readonly ok: true; readonly sha256: string; readonly looked: LookedAt }
  | { readonly ok: false; readonly outcome: FileOutcome };

/** A broken line is tried again so often. */
const MOST_TRIES = 4;

/**
 * Brings a URL's or a local file's bytes into the store, $0.
 * Safe to repeat because bytes are stored by their sha256 and the first record of an identity stands.
 */
export async function fetch(world: World, input: NodeInput): Promise<FileOutcome> {
  return beating(world.pulse(), async () => {
    const scene = await openScene(world, input.place, input.node);
    if (scene === undefined) return { kind: 'paused', code: 'STORE_UNREADABLE' };
    return bring(world, scene, input).catch((error: unknown) => fileTrouble(world, error));
  });
}

async function bring(world: World, scene: Scene, input: NodeInput): Promise<FileOutcome> {
  const { store, plan, node } = scene;
  const account = await world.accountOf(input.place.account);
  if (account === undefined) return { kind: 'paused', code: 'KEY_REFUSED' };
  const identity = fetchIdentity(node.fetch, world.sha256hex);
  const known = (await store.records.of(plan.pipeline, node.id)).find((record) => record.identity === identity);
  const isRemade = scene.decision.remake === true;
  if (known !== undefined && !isRemade && (await store.media.path(known.sha256)) !== undefined) {
    return saveFree(world, scene, { ...known, generation: input.generation });
  }
  const fetched = await fetchAgain(world, scene, account.api);
  if (!fetched.ok) return fetched.outcome;
  const { sha256, looked } = fetched;
  const { kind: media, bytes, seconds = 0, width, height } = looked;
  const file = { identity, sources: [], sha256, media, bytes, seconds, width, height };
  return saveFree(world, scene, localRecord(world, scene, input, file));
}

/**
 * The bytes of a fetch node, in the store: downloaded, or put there when the run was started. `wanted`: only these very
 * bytes (sha256, hex) will do.
 */
export async function fetchAgain(world: World, scene: Scene, api: ApiProfile, wanted?: string): Promise<Fetched> {
  const from = scene.node.fetch;
  if (from === undefined) return failed('FETCH_FAILED');
  if ('sha256' in from) return kept(scene, from.sha256);
  const part = await scene.store.media.part(`${scene.node.id}.fetch`);
  try {
    const outcome = await download(world, scene, api, from.url, part);
    if (outcome !== undefined) return { ok: false, outcome };
    const looked = await lookAt(part);
    const problem = looked.ok ? fetchProblem(looked, api) : looked.message;
    if (!looked.ok || problem !== undefined) return unusable(world, scene, problem ?? '');
    const sha256 = (await hashOfFile(part)) ?? '';
    if (wanted !== undefined && sha256 !== wanted) {
      world.log('warn', 'the URL serves other bytes than it did before', { node: scene.node.id });
      return { ok: false, outcome: { kind: 'blocked', code: 'LINK_DEAD' } };
    }
    await scene.store.media.add(part, sha256);
    return { ok: true, sha256, looked };
  } finally {
    await rm(part, { force: true });
  }
}

async function kept({ store }: Scene, sha256: string): Promise<Fetched> {
  const path = await store.media.path(sha256);
  const looked = path === undefined ? undefined : await lookAt(path);
  if (looked === undefined || !looked.ok) return { ok: false, outcome: { kind: 'blocked', code: 'LINK_DEAD' } };
  return { ok: true, sha256, looked };
}

/** undefined: the bytes are there. */
async function download(
  world: World,
  scene: Scene,
  api: ApiProfile,
  url: string,
  partPath: string,
): Promise<FileOutcome | undefined> {
  const { cancelled } = world.pulse();
  const mostBytes = Math.max(...fetchLimits(api).values());
  for (let tries = 1; ; tries++) {
    const answer = await fetchUrl({ url, partPath, mostBytes, signal: cancelled });
    if (answer.kind === 'saved') return undefined;
    await rm(partPath, { force: true });
    if (answer.kind === 'disk') return { kind: 'paused', code: 'DISK_FULL' };
    const why =
      answer.kind === 'gone' ? `HTTP ${answer.status}` : answer.kind === 'host' ? answer.host : answer.message;
    if (answer.kind !== 'broken' || tries >= MOST_TRIES) {
      await sayWhy(world, scene, 'FETCH_FAILED', `${url}: ${why}`);
      return { kind: 'failed', code: 'FETCH_FAILED', cost: 0, again: false };
    }
    world.log('warn', 'a URL could not be fetched', { node: scene.node.id, why: plainText(why) });
    await pause(pauseMs(TIMING.retryFirstMs, TIMING.retryMostMs, tries, 1), cancelled);
  }
}

async function unusable(world: World, scene: Scene, message: string): Promise<Fetched> {
  await sayWhy(world, scene, 'FETCH_UNUSABLE', message);
  return failed('FETCH_UNUSABLE');
}

function failed(code: 'FETCH_FAILED' | 'FETCH_UNUSABLE'): Fetched {
  return { ok: false, outcome: { kind: 'failed', code, cost: 0, again: false } };
}
