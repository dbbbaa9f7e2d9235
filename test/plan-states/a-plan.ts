import { createHash } from 'node:crypto';
import { type ResolveInput, resolveNode } from '../../expressions/index.ts';
import { isRequest } from '../../plan/complete-request.ts';
import { CONCAT_RECIPE, fetchRecipe, identityOf } from '../../plan/identity.ts';
import type { JsonObject } from '../../plan/json.ts';
import { type KnownMake, newestFirst } from '../../plan/make.ts';
import type { StandingAnswer } from '../../plan/picks.ts';
import type { Plan, PlanNode } from '../../plan/plan.ts';
import type { Request } from '../../plan/request.ts';
import {
  type DecideInput,
  type DecideOptions,
  decide,
  type FileLook,
  type KnownClaim,
  type NodeReport,
  type Resolve,
} from '../../plan/states/index.ts';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A node of a plan: `draft`, `draft@key`; edges to its source by default. */
export function aNode(id: string, over: Partial<PlanNode> = {}): PlanNode {
  const [step = '', key = ''] = id.split(/@|--(?=turn|leave)/);
  const source = over.source?.kind === 'node' ? over.source.node : over.source?.kind === 'pick' ? over.source.pick : -1;
  return {
    ...{ id, step, key, kind: 'generate', matrix: {}, fields: { model: 'skyreels-v4-fast', prompt: id } },
    ...{ edges: source < 0 ? [] : [{ node: source, kind: 'direct' }], price: 100, seconds: 5, renderMs: 1 },
    ...{ retry: 3, frozen: false, onAmbiguous: 'hold', priority: 0 },
    ...over,
  };
}

export function aPlan(...nodes: readonly PlanNode[]): Plan {
  return {
    ...{ version: 1, pipeline: 'batch', name: 'Batch', file: 'batch.yaml', inputs: {}, vars: {} },
    ...{ account: 'default', api: 'simulator', priority: 0, weight: 1, nodes, outputs: {} },
  };
}

/** The complete request of a generate node whose fields are these. */
export function aRequest(fields: JsonObject): Request {
  const plan = aPlan(aNode('x', { fields }));
  const resolved = resolveNode({ plan, index: 0, takes: [], takeOf: () => undefined, chosen: () => undefined });
  if (resolved.kind !== 'request' || !isRequest(resolved.request)) throw new Error('no request');
  return resolved.request;
}

/** A make of a node: with the request that the node's own fields make, unless another is given. */
export function aMake(node: PlanNode, over: Partial<KnownMake> = {}): KnownMake {
  const request = over.request === undefined ? aRequest(node.fields ?? {}) : over.request;
  return {
    ...{ realm: 'qingbo', step: node.step, kind: 'render', identityVersion: 1, generation: 1, attempt: 1 },
    ...{ account: 'acc', api: 'a', task: 't', model: 'm', cost: 100, costAssumed: false, bytes: 4, seconds: 5 },
    ...{ width: 1, height: 1, includesSource: true, sources: [], madeAt: '2026-11-01T10:00:00.000Z' },
    ...{ node: node.id, from: 'store', linkEndsAt: '', sha256: sha256(`file of ${node.id}`) },
    identity: request === null ? sha256('local') : identityOf(request, sha256),
    ...over,
    request,
  };
}

export const WHOLE: FileLook = { render: 'whole', stored: true, link: true };
export const GONE: FileLook = { render: 'gone', stored: false, link: false };

export type World = {
  readonly makes?: readonly KnownMake[];
  readonly claims?: { readonly [node: string]: readonly KnownClaim[] };
  readonly answers?: readonly StandingAnswer[];
  readonly files?: (make: KnownMake) => FileLook;
};

/** Decides as the command line does, with the real expressions. */
export function decided(
  plan: Plan,
  world: World,
  options: DecideOptions = {},
  more: Pick<DecideInput, 'condition' | 'approvals'> = {},
): ReturnType<typeof decide> {
  const { makes = [], claims = {}, answers = [], files = () => WHOLE } = world;
  const byNode = new Map<string, KnownMake[]>();
  for (const make of [...makes].sort(newestFirst)) byNode.set(make.node, [...(byNode.get(make.node) ?? []), make]);
  const known: DecideInput['known'] = { makes: byNode, claims: new Map(Object.entries(claims)) };
  return decide({ plan, known, answers, files, options, sha256, resolve: resolver(plan, makes), ...more });
}

/** One line a node: `draft@a: current keep 1`. */
export function lines(reports: readonly NodeReport[]): readonly string[] {
  return reports.map(({ node, decision }) => `${node}: ${decision.state} ${decision.action} ${decision.generation}`);
}

export function aClaim(identity: string, over: Partial<KnownClaim> = {}): KnownClaim {
  return { identity, generation: 1, attempt: 1, open: true, elsewhere: false, task: 'task_9', ...over };
}

function resolver(plan: Plan, takes: readonly KnownMake[]): Resolve {
  return (index, upstream) => {
    if (!plan.nodes[index]?.edges.every((edge) => upstream.settled(edge.node))) return undefined;
    const from = plan.nodes[index]?.fetch;
    if (from !== undefined) return { kind: 'local', ...fetchRecipe(from) };
    const takeOf = (node: number) => {
      const make = upstream.make(node);
      return make && { ...make, request: make.request ?? upstream.request(node) ?? null };
    };
    const input: ResolveInput<KnownMake> = { plan, index, takes, takeOf, chosen: upstream.chosen };
    const made = resolveNode(input);
    if (made.kind === 'wrong') return undefined;
    if (made.kind === 'reel') {
      return { kind: 'local', recipe: CONCAT_RECIPE, inputs: made.parts.map(({ take }) => take.sha256) };
    }
    return isRequest(made.request) ? { kind: 'request', request: made.request } : undefined;
  };
}
