import type { NodeDecision } from '../../plan/decisions.ts';
import type { Plan, PlanNode } from '../../plan/plan.ts';
import type { MakeRecord } from '../../plan/record.ts';
import { type ClaimRef, type ClaimState, type ProjectStore, type Reason, reasonsOf } from '../../store/index.ts';
import { answerCommand, type Report, type ReportNode, type WaitingFile } from '../views/index.ts';
import { rendersFolderOf } from './follow-run.ts';
import { livingTwins } from './living-twins.ts';
import { makesOfRun } from './makes-of-run.ts';
import { outputsOfRun } from './outputs-of-run.ts';
import type { SeenRun } from './seen-run.ts';
import { waitingFiles } from './waiting-files.ts';

/** Everything a run's report tells: from the run itself where an engine answers, from claims and records in any case. */
export async function reportOf(store: ProjectStore, seen: SeenRun): Promise<Report> {
  const { entry, plan, progress, state } = seen;
  const claims = byNode(await store.claims.ofPipeline(entry.pipeline));
  const decisions = await store.decisions.get(entry.decisions);
  const makes = await makesOfRun(store, plan, decisions);
  const place = { run: `${entry.pipeline}#${entry.n}`, realm: entry.realm };
  const waiting = await waitingFiles(store, entry.pipeline);
  const reasons = await reasonsOf(store, entry);
  const lost = new Map(waiting.filter((file) => file.lost).map((file) => [file.task, file]));
  const nodes = plan.nodes.map((node, at) => {
    const record = makes[at];
    const decision = decisions?.nodes[at];
    const kept = decision?.action === 'keep' || decision?.action === 'fetch';
    const paid = (claims.get(node.id) ?? []).filter(({ ref }) => belongs(ref, decision, record));
    const reason = reasons.get(node.id);
    return reportNode(plan, at, { record, kept, claims: paid, now: progress?.nodes[at], lost, reason }, place);
  });
  const stateOf = (at: number) => standing(nodes[at]?.state ?? 'waiting');
  const facts = entry.ended?.result ?? progress?.view;
  return {
    run: `${entry.pipeline}#${entry.n}`,
    name: plan.name,
    file: entry.file,
    realm: entry.realm,
    account: entry.account,
    state: state === 'unknown' ? 'paused' : state,
    startedMs: Date.parse(entry.startedAt),
    ...(entry.ended === undefined ? {} : { endedMs: Date.parse(entry.ended.endedAt) }),
    rendersFolder: rendersFolderOf(makes.filter((make) => make !== undefined)),
    money: facts?.money ?? { planned: entry.plannedCost, spent: 0, refunded: 0, reserved: 0 },
    ...(decisions?.limit === undefined ? {} : { limit: decisions.limit }),
    twins: await livingTwins(store, entry),
    waiting,
    outputs: outputsOfRun({ plan, makes, stateOf }),
    nodes,
  };
}

function standing(state: ReportNode['state']): string {
  return state === 'current' ? 'done' : state;
}

type Place = { readonly run: string; readonly realm: string };
type Known = {
  readonly record: MakeRecord | undefined;
  readonly kept: boolean;
  readonly claims: readonly ClaimState[];
  /** Tasks that were paid and whose file cannot be had. */
  readonly lost: ReadonlyMap<string, WaitingFile>;
  /** Why it went no further here, in our own words. */
  readonly reason: Reason | undefined;
  readonly now: NonNullable<SeenRun['progress']>['nodes'][number] | undefined;
};

function reportNode(
  plan: Plan,
  at: number,
  { record, kept, claims, now, lost, reason }: Known,
  place: Place,
): ReportNode {
  const node = plan.nodes[at];
  const last = claims.at(-1);
  const accepted = last?.created?.acceptedAtMs;
  const done = record !== undefined && (now === undefined || now.state === 'done');
  const gone = done ? undefined : lost.get(last?.created?.task ?? '');
  const code = now?.code ?? (done ? undefined : (gone?.code ?? last?.settled?.code));
  return {
    node: node?.id ?? '',
    step: node?.step ?? '',
    state: isCurrent(node, { record, kept, now })
      ? 'current'
      : (now?.state ?? (gone === undefined ? stateOf(record, last) : 'blocked')),
    ...(code === undefined ? {} : { code }),
    ...(node !== undefined && now?.state === 'asking' ? { answer: answerCommand(node, place) } : {}),
    ...(done || last?.settled?.message === undefined ? {} : { message: last.settled.message }),
    ...(code === undefined || reason?.code !== code ? {} : { reason: reason.message }),
    ...(record === undefined
      ? {}
      : {
          file: record.file,
          sha256: record.sha256,
          seconds: record.seconds,
          model: record.model,
          costAssumed: record.costAssumed,
        }),
    ...billOf(last),
    refundsAssumed: claims.filter(({ settled }) => settled?.assumed).length,
    ...(last?.created === undefined ? {} : { task: last.created.task }),
    attempts: claims.filter((state) => state.created !== undefined).length,
    ...(record !== undefined && accepted !== undefined
      ? { renderMs: Math.max(0, Date.parse(record.madeAt) - accepted) }
      : {}),
    cost: claims.reduce((sum, state) => sum + costOf(state, record, lost), 0),
  };
}

// A pick or an approve has no make: it is current while the answer that stood before the run stands.
function isCurrent(
  node: PlanNode | undefined,
  { record, kept, now }: Omit<Known, 'claims' | 'lost' | 'reason'>,
): boolean {
  return kept && (record !== undefined || (isQuestion(node) && (now === undefined || now.state === 'done')));
}

function isQuestion(node: PlanNode | undefined): boolean {
  return node?.kind === 'pick' || node?.kind === 'approve';
}

// Told as failed, and completed after all: what is settled never changes, so the record knows better.
function costOf(
  { created, settled }: ClaimState,
  record: MakeRecord | undefined,
  lost: ReadonlyMap<string, WaitingFile>,
): number {
  const task = created?.task;
  if (settled === undefined && record === undefined) return lost.get(task ?? '')?.cost ?? 0;
  return settled !== undefined && record !== undefined && record.task === task ? record.cost : (settled?.cost ?? 0);
}

/** A make whose bill a person should look at. */
function billOf(last: ClaimState | undefined): Pick<ReportNode, 'bill'> {
  const { as, code, message = '' } = last?.settled ?? {};
  return as !== 'made' || code === undefined ? {} : { bill: { code, message } };
}

// Without an engine to ask: what the store alone proves.
function stateOf(record: MakeRecord | undefined, last: ClaimState | undefined): ReportNode['state'] {
  if (record !== undefined) return 'done';
  if (last === undefined || last.claim.kind === 'void') return 'waiting';
  if (last.settled === undefined) return last.created === undefined ? 'unsure' : 'rendering';
  return last.settled.as === 'cancelled' ? 'cancelled' : 'failed';
}

// A node's attempts of other generations were paid for by other runs.
function belongs(
  { identity, generation }: ClaimRef,
  decision: NodeDecision | undefined,
  make: MakeRecord | undefined,
): boolean {
  if (decision?.action !== 'make') return make?.identity === identity && make.generation === generation;
  return generation >= decision.generation && generation <= (make?.generation ?? generation);
}

function byNode(states: readonly ClaimState[]): ReadonlyMap<string, readonly ClaimState[]> {
  const nodes = new Map<string, ClaimState[]>();
  for (const state of states) nodes.set(state.ref.node, [...(nodes.get(state.ref.node) ?? []), state]);
  return nodes;
}
