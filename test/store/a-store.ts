import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import type { Claim, VoidClaim } from '../../plan/claim.ts';
import type { MakeRecord } from '../../plan/record.ts';
import { type ClaimRef, openStore, type ProjectStore, sha256Of } from '../../store/index.ts';

const folders: string[] = [];

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

/** An empty folder of this test's own, removed after it. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'dailies-store-'));
  folders.push(folder);
  return folder;
}

export async function aStore(realm = 'qingbo'): Promise<ProjectStore> {
  return openStore({ root: await emptyFolder(), realm });
}

export const PIPELINE = { pipeline: 'batch', file: 'pipelines/batch.yaml' };

export function aRef(over: Partial<ClaimRef> = {}): ClaimRef {
  return { pipeline: 'batch', node: 'draft@Hero', identity: sha256Of('i'), generation: 1, attempt: 1, ...over };
}

export function aClaim(over: Partial<Claim> = {}): Claim {
  return {
    ...{ version: 1, kind: 'intent', nonce: 'n', key: 'run-1', run: 'run/s/batch', account: 'acc', store: 's' },
    ...{ owner: { host: 'h', boot: 'b', pid: 1, start: '1' }, sendDeadlineMs: 2000, idempotencyKey: 'k' },
    ...{ body: sha256Of('body'), model: 'skyreels-v4-fast', action: 'generate', sources: [], reserved: 170_000 },
    ...{ api: 'qingbo-seed-2026-04', engineEpoch: 1, atMs: 1000, unsureUntilMs: 86_401_000 },
    ...over,
  };
}

export const VOID: VoidClaim = { version: 1, kind: 'void', key: 'run-2', account: 'acc', atMs: 3000 };

export function aRecord(over: Partial<MakeRecord> = {}): MakeRecord {
  const request = {
    model: 'skyreels-v4-fast',
    action: 'generate',
    resolution: '480p',
    duration: 5,
    prompt: 'p',
  } as const;
  return {
    ...{ version: 1, realm: 'qingbo', pipeline: 'batch', node: 'draft@Hero', step: 'draft', kind: 'render' },
    ...{ identityVersion: 1, identity: sha256Of('i'), generation: 1, attempt: 1, run: 'run/s/batch', account: 'acc' },
    ...{ api: 'qingbo-seed-2026-04', task: 'task_01', model: 'skyreels-v4-fast', request, sources: [] },
    ...{ sha256: sha256Of('film'), bytes: 4, seconds: 5, width: 854, height: 480, includesSource: false },
    ...{ cost: 170_000, costAssumed: false, madeAt: '2026-11-01T10:00:00.000Z', linkEndsAt: '' },
    file: 'renders/batch/draft@Hero.mp4',
    ...over,
  };
}

/** Puts bytes into the store's media; returns their sha256. */
export async function addMedia(store: ProjectStore, bytes: string): Promise<string> {
  const part = await store.media.part('test');
  await writeFile(part, bytes);
  await store.media.add(part, sha256Of(bytes));
  return sha256Of(bytes);
}
