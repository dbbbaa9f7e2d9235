import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { identify, isAlive } from '../../engine/index.ts';
import { measure } from '../../media/index.ts';
import type { MakeRecord } from '../../plan/record.ts';
import type { LedgerView } from '../../simulator/index.ts';
import { type ClaimState, openStore } from '../../store/index.ts';
import type { Scene } from './scene.ts';
import type { Vendor } from './vendor.ts';

/** What the vendor's ledger, our claims and records, and the files say of one another. */
export type Audit = {
  readonly accepted: number;
  readonly posts: number;
  readonly done: number;
  readonly unsure: number;
  readonly spent: number;
  readonly records: readonly MakeRecord[];
  /** What must never be, as `I2 paid twice: …`; the numbers are those of docs/reliability.md. */
  readonly violations: readonly string[];
};

type Facts = {
  readonly claims: readonly Intent[];
  readonly records: readonly MakeRecord[];
  readonly ledger: LedgerView;
};
type Intent = ClaimState & { readonly claim: { readonly kind: 'intent' } };

/** Balances the books of some pipelines of a scene. Reads only. */
export async function audit(
  scene: Scene,
  vendor: Pick<Vendor, 'ledger' | 'stats'>,
  pipelines: readonly string[],
  realm: string,
): Promise<Audit> {
  const store = await openStore({ root: scene.root, realm });
  const [ledger, stats] = [await vendor.ledger(), await vendor.stats()];
  const claims = (await Promise.all(pipelines.map(store.claims.ofPipeline))).flat().filter(isIntent);
  const records = (await Promise.all(pipelines.map(store.records.all))).flat();
  const facts = { claims, records, ledger };
  const files = await Promise.all(newest(records).map((record) => wrongFile(scene, record, records)));
  const violations = [
    ...overCap(stats),
    ...paidTwice(facts),
    ...unknownTasks(facts),
    ...ledger.contradictions.map((words) => `I3 the ledger contradicts itself: ${words}`),
    ...wrongBills(facts),
    ...files.flat(),
    ...leftovers(scene.root).map((file) => `I4 an unfinished file: ${file}`),
    ...otherBodies(facts),
    ...tooEarly(facts),
  ];
  const counts = { accepted: ledger.tasks.length, posts: stats.posts, done: newest(records).length };
  const renders = records.filter(({ kind }) => kind === 'render');
  return { ...counts, unsure: claims.filter(isOpenAndUnknown).length, spent: sumOf(renders), records, violations };
}

function isIntent(state: ClaimState): state is Intent {
  return state.claim.kind === 'intent';
}

function isOpenAndUnknown({ created, settled }: ClaimState): boolean {
  return !created && !settled;
}

function overCap({ peakInCap }: { readonly peakInCap: number }): readonly string[] {
  return peakInCap > 5 ? [`I1 ${peakInCap} tasks in a cap of 5`] : [];
}

/** Paid decisions (node, identity, generation) with more than one accepted task that was not refunded. */
function paidTwice({ claims, ledger }: Facts): readonly string[] {
  const refunded = new Set(ledger.tasks.filter(({ billing }) => billing === 'refunded').map(({ taskId }) => taskId));
  const paid = claims.filter(({ created }) => created !== undefined && !refunded.has(created.task));
  const names = paid.map(({ ref }) => `${ref.node} ${ref.identity.slice(0, 8)} ${ref.generation}`);
  return names.filter((name, at) => names.indexOf(name) !== at).map((name) => `I2 paid twice: ${name}`);
}

/** Every accepted task is in the store, or there is an unsure claim for it, or a person gave it up. */
function unknownTasks({ claims, ledger }: Facts): readonly string[] {
  const known = new Set(claims.flatMap(({ created }) => created?.task ?? []));
  const unknown = ledger.tasks.filter(({ taskId }) => !known.has(taskId));
  const accepted = new Set(ledger.tasks.map(({ taskId }) => taskId));
  const isNamedTwice = (task: string) => claims.filter(({ created }) => created?.task === task).length > 1;
  // An answer may have named a task that there is not, or another one's.
  const isMisnamed = ({ created, settled }: Intent) =>
    created !== undefined && !settled && (!accepted.has(created.task) || isNamedTwice(created.task));
  const excused = claims.filter(
    (state) =>
      isOpenAndUnknown(state) || isMisnamed(state) || (!state.created && state.resolution?.kind === 'pay-again'),
  );
  if (unknown.length <= excused.length) return [];
  return [`I2 ${unknown.length} accepted tasks that nobody knows, ${excused.length} unsure`];
}

function wrongBills({ records, ledger }: Facts): readonly string[] {
  const billed = new Map(ledger.tasks.map(({ taskId, costQuota }) => [taskId, costQuota ?? 0]));
  const renders = records.filter(({ kind }) => kind === 'render');
  return [...new Set(renders.map(({ task }) => task))].flatMap((task) => {
    const booked = sumOf(renders.filter((record) => record.task === task));
    return booked === billed.get(task) ? [] : [`I3 ${task} was billed ${billed.get(task)}, recorded ${booked}`];
  });
}

/** What lies at a node's place is a take of it, to the byte, and as long as it was recorded. */
async function wrongFile({ root }: Scene, { file }: MakeRecord, records: readonly MakeRecord[]): Promise<string[]> {
  if (!existsSync(path.join(root, file))) return [`I4 ${file} is not there`];
  const sha256 = createHash('sha256')
    .update(readFileSync(path.join(root, file)))
    .digest('hex');
  const take = records.find((record) => record.file === file && record.sha256 === sha256);
  if (take === undefined) return [`I4 ${file} is no take of its node`];
  const measured = await measure(path.join(root, file));
  const off = measured.ok ? Math.abs(measured.seconds - take.seconds) : Number.POSITIVE_INFINITY;
  return off < 0.005 ? [] : [`I4 ${file} is not as long as it was recorded`];
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

/** What the vendor accepted is, to the byte, what was claimed. */
function otherBodies({ claims, ledger }: Facts): readonly string[] {
  const accepted = new Map(ledger.tasks.map(({ taskId, bodySha256 }) => [taskId, bodySha256]));
  return claims.flatMap(({ ref, claim, created, settled }) => {
    // Of two that were told one task, the one that got nothing from it stays open.
    const isOthers = !settled && claims.some((other) => other.ref !== ref && other.created?.task === created?.task);
    const body = created === undefined || isOthers ? undefined : accepted.get(created.task);
    const same = body === undefined || !('body' in claim) || body === claim.body;
    return same ? [] : [`I5 ${ref.node} was sent with another body than claimed`];
  });
}

/** Nothing was claimed before what it is made from was there. */
function tooEarly({ claims, records }: Facts): readonly string[] {
  const madeMs = new Map<string, number>();
  for (const { sha256, madeAt } of records) {
    madeMs.set(sha256, Math.min(madeMs.get(sha256) ?? Number.POSITIVE_INFINITY, Date.parse(madeAt)));
  }
  return claims.flatMap(({ ref, claim }) => {
    if (!('sources' in claim)) return [];
    const late = claim.sources.filter((source) => (madeMs.get(source) ?? 0) > claim.atMs);
    return late.length === 0 ? [] : [`I7 ${ref.node} was claimed before its source was made`];
  });
}

/** One of each node. */
export function newest(records: readonly MakeRecord[]): readonly MakeRecord[] {
  const name = ({ pipeline, node }: MakeRecord) => `${pipeline}/${node}`;
  return records.filter((record, at) => records.findIndex((other) => name(other) === name(record)) === at);
}

function sumOf(records: readonly MakeRecord[]): number {
  return records.reduce((sum, { cost }) => sum + cost, 0);
}
