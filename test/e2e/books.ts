import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { identify, isAlive } from '../../engine/index.ts';
import { measure } from '../../media/index.ts';
import type { MakeRecord } from '../../plan/record.ts';
import { type ClaimState, openStore } from '../../store/index.ts';
import type { Scene } from './scene.ts';
import type { Vendor } from './vendor.ts';

/** What a test of money counts, for its line of summary. */
export type Books = {
  readonly accepted: number;
  readonly posts: number;
  readonly done: number;
  readonly unsure: number;
  readonly spent: number;
  readonly records: readonly MakeRecord[];
};

/**
 * Balances the vendor's ledger, our claims and records, and the files against each other: nothing is paid twice, every
 * accepted task is known or its node is unsure, what was billed is what is recorded, each file is what was served.
 */
export async function balance(
  scene: Scene,
  vendor: Vendor,
  pipelines: readonly string[],
  realm = 'simulator',
): Promise<Books> {
  const store = await openStore({ root: scene.root, realm });
  const [ledger, stats] = [await vendor.ledger(), await vendor.stats()];
  const claims = (await Promise.all(pipelines.map(store.claims.ofPipeline)))
    .flat()
    .filter(({ claim }) => claim.kind === 'intent');
  const records = (await Promise.all(pipelines.map(store.records.all))).flat();
  const unsure = claims.filter(({ created, settled }) => !created && !settled);
  // A person gave it up and chose to pay again: what became of the first task nobody asks any more.
  const givenUp = claims.filter(({ created, resolution }) => !created && resolution?.kind === 'pay-again');
  const renders = records.filter(({ kind }) => kind === 'render');
  const known = new Set(claims.flatMap(({ created }) => created?.task ?? []));

  expect(ledger.contradictions).toEqual([]);
  const unknown = ledger.tasks.filter(({ taskId }) => !known.has(taskId));
  expect(unknown.length, 'accepted tasks that nobody knows').toBeLessThanOrEqual(new Set([...unsure, ...givenUp]).size);
  expect(twice(claims, await refundedOf(vendor)), 'paid twice').toEqual([]);
  const billed = new Map(ledger.tasks.map(({ taskId, costQuota }) => [taskId, costQuota ?? 0]));
  const booked = new Map(renders.map(({ task }) => [task, sumOf(renders.filter((other) => other.task === task))]));
  expect(Object.fromEntries(booked)).toEqual(Object.fromEntries([...booked.keys()].map((id) => [id, billed.get(id)])));
  for (const record of newest(records)) await isWhole(scene, record, records);
  expect(leftovers(scene.root), 'unfinished files').toEqual([]);

  const counts = { accepted: ledger.tasks.length, posts: stats.posts, done: newest(records).length };
  return { ...counts, unsure: unsure.length, spent: sumOf(renders), records };
}

function sumOf(records: readonly MakeRecord[]): number {
  return records.reduce((sum, { cost }) => sum + cost, 0);
}

/** One line that says what a test counted; what had happened before it is taken off. */
export function summary(what: string, now: Books, before?: Books): void {
  const { accepted, posts, done, unsure } = before === undefined ? now : since(now, before);
  console.log(`${what}: ${accepted} tasks accepted, ${posts} POSTs, ${done} done, ${unsure} unsure`);
}

/** What one run of several in a scene counted. */
export function since(now: Books, before: Books): Omit<Books, 'records'> {
  return {
    accepted: now.accepted - before.accepted,
    posts: now.posts - before.posts,
    done: now.done - before.done,
    unsure: now.unsure - before.unsure,
    spent: now.spent - before.spent,
  };
}

async function refundedOf(vendor: Vendor): Promise<ReadonlySet<string>> {
  const { tasks } = await vendor.ledger();
  return new Set(tasks.filter(({ billing }) => billing === 'refunded').map(({ taskId }) => taskId));
}

/** Paid decisions (node, identity, generation) with more than one accepted task that was not refunded. */
function twice(claims: readonly ClaimState[], refunded: ReadonlySet<string>): readonly string[] {
  const paid = claims.filter(({ created }) => created !== undefined && !refunded.has(created.task));
  const names = paid.map(({ ref }) => `${ref.node} ${ref.identity.slice(0, 8)} ${ref.generation}`);
  return names.filter((name, at) => names.indexOf(name) !== at);
}

/** One of each node. */
function newest(records: readonly MakeRecord[]): readonly MakeRecord[] {
  const name = ({ pipeline, node }: MakeRecord) => `${pipeline}/${node}`;
  return records.filter((record, at) => records.findIndex((other) => name(other) === name(record)) === at);
}

/** What lies at a node's place is a take of it, to the byte, and as long as it was recorded. */
async function isWhole({ root }: Scene, { file }: MakeRecord, records: readonly MakeRecord[]): Promise<void> {
  const bytes = readFileSync(path.join(root, file));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const take = records.find((record) => record.file === file && record.sha256 === sha256);
  const measured = await measure(path.join(root, file));
  expect(measured.ok ? measured.seconds : measured, file).toBeCloseTo(take?.seconds ?? Number.NaN, 2);
}

/** Parts of downloads and the like, `….part.PID.RANDOM`; what a process left that was killed is swept a day later. */
function leftovers(root: string): readonly string[] {
  const folder = path.join(root, '.dailies');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => {
    const pid = /\.part\.(\d+)\./.exec(file)?.[1];
    return pid !== undefined && isAlive(identify(Number(pid)));
  });
}
