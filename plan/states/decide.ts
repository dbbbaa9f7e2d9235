import { identityOf, localIdentity } from '../identity.ts';
import type { KnownMake } from '../make.ts';
import { groupsIn } from '../picks.ts';
import type { PlanNode } from '../plan.ts';
import { whatIsMade } from '../request-fields.ts';
import type { EdgeResult } from '../results.ts';
import { type ApproveReport, judgeApprove } from './approve.ts';
import { requestBeforehand, startOf } from './beforehand.ts';
import { changesOf } from './changes.ts';
import { judgeGate } from './gate.ts';
import type { Decided, DecideInput, NodeReport, Resolved, Upstream } from './known.ts';
import { type Lost, lostFromFilm, lostWords, unreachable } from './needs.ts';
import { upstreamFirst } from './order.ts';
import { judgePick, type PickReport } from './pick.ts';
import { refetchNeeded } from './refetch.ts';
import { createRenames } from './renames.ts';
import { selectionOf } from './selection.ts';
import { joinedElsewhere, type Verdict, verdictFor } from './table.ts';
import { throughOf } from './through.ts';
import { isOpenCondition, unwantedWhy } from './wanted.ts';

/** Of a question that this run is not about. */
const NOT_PART = { state: 'missing', action: 'leave', generation: 1, because: 'not part of this run' } as const;

type Report = NodeReport & PickReport & ApproveReport & { readonly unwanted?: true };

/** Finds every node's state and what a run does with it, upstream first. Pure and total. */
export function decide(input: DecideInput): Decided {
  const { plan, known, options, sha256 } = input;
  const reports = new Map<number, Report>();
  const upstream = upstreamOf(reports);
  const makesOf = (id: string) => known.makes.get(id) ?? [];
  const selection = selectionOf(plan, options, (index) => makesOf(plan.nodes[index]?.id ?? '').length === 0);
  const renamedTo = createRenames(plan, known);
  const groups = groupsIn(plan);
  for (const index of upstreamFirst(plan)) {
    const node = plan.nodes[index];
    if (node !== undefined) reports.set(index, reportOn(node, index));
  }
  const nodes = plan.nodes.flatMap((_, index) => reports.get(index) ?? []);
  return { nodes: refetchNeeded(plan, nodes), unmatched: selection.unmatched };

  function reportOn(node: PlanNode, index: number): Report {
    const holds = input.condition ?? (() => undefined);
    const why = unwantedWhy(plan, index, upstream, selection.nodes.has(index), holds);
    if (why !== undefined) return unwanted(node, makesOf(node.id), why);
    if (node.kind === 'pick') return asking(picked(node), node, index);
    if (node.kind === 'approve') return asking(judgeApprove(plan, node, upstream, input.approvals ?? []), node, index);
    if (node.kind === 'gate') return asking(judgeGate(node, index, upstream, holds), node, index);
    return withCondition(judged(node, index), node, index);
  }

  /** A question that this run is not about is not put. */
  function asking(report: Report, node: PlanNode, index: number): Report {
    const asks = report.decision.action === 'make';
    return asks && !selection.nodes.has(index) ? { ...report, decision: NOT_PART } : withCondition(report, node, index);
  }

  /** What was made counts only if its `if` holds and what it directly refers to is wanted, where the run decides that. */
  function withCondition(report: Report, node: PlanNode, index: number): Report {
    const { decision } = report;
    const { action, because } = decision;
    if (!selection.nodes.has(index) || action === 'leave') return report;
    const condition = isOpenCondition(node, upstream) ? node.condition : undefined;
    const words = condition === undefined || condition.kind === 'always' ? '' : `; only if ${condition.text}`;
    const hangs = node.edges.some(({ node: above, kind }) => kind === 'direct' && isConditional(above));
    const isKept = (action === 'keep' || action === 'fetch') && node.kind !== 'pick';
    const isOpen = isKept && (hangs || condition !== undefined);
    return {
      ...report,
      decision: { ...decision, because: `${because}${words}`, ...(isOpen && { conditional: true }) },
    };
  }

  function isConditional(index: number): boolean {
    const { conditional = false, action } = reports.get(index)?.decision ?? {};
    return conditional || (action === 'make' && plan.nodes[index]?.kind === 'gate');
  }

  function picked(node: PlanNode): Report {
    if (node.pick?.candidates.every(upstream.unwanted)) return unwanted(node, [], 'there is nothing to choose from');
    return judgePick(plan, node, upstream, input.answers, groups);
  }

  function resolve(index: number): Resolved | undefined {
    const request = requestBeforehand(plan, index, upstream);
    return input.resolve(index, upstream) ?? (request && { kind: 'request', request });
  }

  function judged(node: PlanNode, index: number): Report {
    const selected = selection.nodes.has(index);
    const resolved = resolve(index);
    const identity = identityIn(resolved, sha256);
    const makes = makesOf(node.id);
    const [newest] = makes;
    const request = resolved?.kind === 'request' ? resolved.request : undefined;
    const changes = newest?.request && request ? changesOf(whatIsMade(newest.request), whatIsMade(request)) : [];
    const through = throughOf(plan, node, upstream, newest);
    const verdict = verdictFor({
      ...{ node, identity, makes, changes, through, selected, files: input.files },
      claims: known.claims.get(node.id) ?? [],
      renamed: () => (identity === undefined ? undefined : renamedTo(node.step, identity)),
      keepStale: options.keepStale ?? false,
      remake: (options.remake ?? []).some((name) => name === node.id || name === `${node.step}@${node.key}`),
      equalTo: equalSource(index, identity),
    });
    return reported(index, node, verdict, resolved, { changes, through });
  }

  function reported(
    index: number,
    node: PlanNode,
    verdict: Verdict,
    resolved: Resolved | undefined,
    why: Pick<NodeReport, 'changes' | 'through'>,
  ): NodeReport {
    const { decision, make } = verdict;
    const identity = identityIn(resolved, sha256);
    const kept = node.edges.flatMap(
      (edge) =>
        upstream.make(edge.node) ?? upstream.chosen(edge.node)?.flatMap((chosen) => upstream.make(chosen) ?? []) ?? [],
    );
    const paying = decision.action === 'make' && decision.state !== 'open';
    const isOpenFilm = resolved === undefined && !isOpenCondition(node, upstream);
    const parts = isOpenFilm ? lostFromFilm(plan, node, upstream, input.files) : [];
    const lost = paying ? [...unreachable(resolved, kept, input.files), ...forgotten(index), ...parts] : [];
    const free = !paying || equalSource(index, identity) !== undefined;
    const report = {
      ...{ node: node.id, decision, price: free ? 0 : node.price },
      ...(decision.state === 'stale' ? why : { changes: [], through: [] }),
      ...(resolved?.kind === 'request' && { request: resolved.request }),
      ...(identity !== undefined && { identity }),
      ...(make && { make }),
    };
    if (lost.length === 0) return report;
    const film = makesOf(node.id).find((made) => made.kind === 'local' && made.identity === identity);
    if (film !== undefined && !decision.remake) return { ...report, ...joinedElsewhere(film) };
    const blocked = { state: 'blocked', action: 'leave', because: lostWords(lost) } as const;
    const through = [...new Set(lost.map((make) => make.node))];
    return { ...report, decision: { ...blocked, generation: decision.generation }, through, price: 0 };
  }

  /** The source whose request only the store that made it knows: nothing can be derived from it here. */
  function forgotten(index: number): readonly Lost[] {
    const source = startOf(plan, index, upstream);
    const make = source === undefined ? undefined : upstream.make(source);
    // What was joined or fetched here never had one.
    if (source === undefined || make === undefined || make.kind === 'local') return [];
    return upstream.request(source) === undefined ? [{ node: make.node, isHere: false }] : [];
  }

  /** A promote that changes nothing takes its source's file. */
  function equalSource(index: number, identity: string | undefined): string | undefined {
    const source = plan.nodes[index]?.kind === 'promote' ? startOf(plan, index, upstream) : undefined;
    const request = source === undefined ? undefined : upstream.request(source);
    if (source === undefined || request === undefined || identityOf(request, sha256) !== identity) return undefined;
    return plan.nodes[source]?.id;
  }
}

function upstreamOf(reports: ReadonlyMap<number, Report>): Upstream {
  const isKept = (node: number) => ['keep', 'fetch'].includes(reports.get(node)?.decision.action ?? '');
  return {
    settled: (node) => {
      const report = reports.get(node);
      if (report === undefined) return false;
      if (report.asks) return report.chosen !== undefined;
      return isKept(node) || (report.decision.action === 'leave' && report.decision.state === 'missing');
    },
    make: (node) => (isKept(node) ? reports.get(node)?.make : undefined),
    request: (node) => {
      const report = reports.get(node);
      if (!isKept(node)) return report?.request;
      // Kept though its request changed: what counts is what it was made with.
      return report?.make?.request ?? (report?.make?.identity === report?.identity ? report?.request : undefined);
    },
    unwanted: (node) => reports.get(node)?.unwanted ?? false,
    result: (node) => resultOf(reports.get(node)),
    chosen: (pick) => reports.get(pick)?.chosen,
  };
}

/** How a node ends in any case, as far as that is known before the run. */
function resultOf(report: Report | undefined): EdgeResult | undefined {
  if (report === undefined) return undefined;
  const { action, state, conditional } = report.decision;
  if (report.rejected) return 'rejected';
  if (report.unwanted) return 'not-wanted';
  if (action === 'leave') return state === 'missing' || state === 'stale' ? 'not-wanted' : undefined;
  return conditional || (action !== 'keep' && action !== 'fetch') ? undefined : 'done';
}

function unwanted(node: PlanNode, makes: readonly KnownMake[], because: string): Report {
  const [make] = makes;
  const decision = { state: 'missing', action: 'leave', generation: 1, because } as const;
  return { node: node.id, decision, ...(make && { make }), changes: [], through: [], price: 0, unwanted: true };
}

function identityIn(resolved: Resolved | undefined, sha256: (text: string) => string): string | undefined {
  if (resolved === undefined) return undefined;
  if (resolved.kind === 'request') return identityOf(resolved.request, sha256);
  return localIdentity(resolved.recipe, resolved.inputs, sha256);
}
