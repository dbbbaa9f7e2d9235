import type { ApiProfile } from '../plan/api-profile.ts';
import type { JsonObject } from '../plan/json.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import { checkChains } from './check-chains.ts';
import { checkFilms } from './check-films.ts';
import { checkRequests } from './check-requests.ts';
import type { Compilation } from './compilation.ts';
import { withChains } from './conditional-drafts.ts';
import type { Draft } from './draft.ts';
import { draftFile } from './draft-step.ts';
import { finishNode } from './finish-node.ts';
import { holdFiles } from './held-files.ts';
import type { LoadOptions } from './load-options.ts';
import { noteBudget, notePicks, noteSameKey, noteTwins } from './notes.ts';
import { openScope } from './open-scope.ts';
import { orderOf } from './order.ts';
import { planPart } from './plan-part.ts';
import { isPlanBounded } from './plan-size.ts';
import type { Report } from './report.ts';
import { requestsOf, writtenFor } from './requests.ts';
import { budgetOf, checkHeader, outputsOf } from './top-level.ts';
import type { UsedFile } from './used-files.ts';

export type CompileInput = {
  readonly used: UsedFile;
  readonly stem: string;
  readonly inputs: JsonObject;
  readonly options: LoadOptions;
  readonly api: ApiProfile;
  readonly report: Report;
};

/** Makes the plan of a well-formed file; everything that is wrong is reported. undefined: too large. */
export async function compile({ used, stem, inputs, options, api, report }: CompileInput): Promise<Plan | undefined> {
  const { document } = used.file;
  const shared = { options, api, report, account: document.account, data: new Map() };
  const top = await openScope({ used, inputs, deferred: new Map(), profile: options.profile, shared });
  const scopes = withParts(top);
  for (const scope of scopes) checkHeader(scope);
  if (!scopes.every(isPlanBounded)) return undefined;
  top.places.beginAt(0);
  const { owned, files } = await holdFiles(draftFile(top));
  const drafts = withChains(owned.map(({ draft }) => draft));
  checkIds(drafts, report);
  const outputs = outputsOf(top);
  const parts = scopes.flatMap((scope) => planPart(scope) ?? []);
  const order = orderOf(drafts, report);
  const requests = requestsOf(drafts, order);
  for (const [index, { draft, scope }] of owned.entries()) {
    const written = writtenFor(draft, drafts, requests);
    checkRequests(scope, draft, { requests: requests[index] ?? [], written });
  }
  for (const { draft, scope } of owned) checkFilms(scope, draft);
  checkChains(top, drafts, requests, order);
  if (scopes.every(({ file }) => file.mended !== 'all' && file.mended.size === 0)) {
    noteTwins(top, drafts, requests);
    notePicks(top, drafts, requests);
  }
  const nodes = owned.flatMap(({ scope }, index) => {
    const draft = drafts[index];
    return draft === undefined ? [] : finishNode(scope, draft, drafts, requests, index);
  });
  for (const scope of scopes) {
    noteSameKey(scope);
    noteBudget(scope, budgetOf(scope)?.limit, priceOf(scope, nodes));
  }
  const budget = budgetOf(top);
  return {
    version: 1,
    pipeline: stem,
    name: document.name ?? stem,
    file: options.planFile,
    inputs: top.inputs,
    vars: top.vars,
    account: document.account ?? 'default',
    api: api.name,
    priority: document.priority ?? 0,
    weight: document.weight ?? 1,
    ...(budget === undefined ? {} : { budget }),
    nodes,
    ...(parts.length === 0 ? {} : { parts }),
    ...(Object.keys(files).length === 0 ? {} : { files }),
    outputs,
  };
}

/** A file and all that are used below it, outer ones first. */
function withParts(scope: Compilation): readonly Compilation[] {
  return [scope, ...[...scope.parts.values()].flatMap(withParts)];
}

/** What all nodes of a file cost, those of the pipelines that it uses included. */
function priceOf({ part, places }: Compilation, nodes: readonly PlanNode[]): number {
  const { first, last } =
    part === undefined ? { first: 0, last: places.total - 1 } : part.user.places.of(part.instance);
  return nodes.slice(first, last + 1).reduce((sum, { price }) => sum + price, 0);
}

/** Names of files: unique also where the file system ignores case. */
function checkIds(drafts: readonly Draft[], report: Report): void {
  const seen = new Map<string, Draft>();
  for (const draft of drafts) {
    const { id, step } = draft.node;
    const at = ['steps', draft.checked.id];
    const folded = id.toLowerCase();
    const before = seen.get(folded);
    seen.set(folded, draft);
    // Equal keys and equal links are reported where they are written.
    if (before === undefined || (before.node.step === step && before.node.key === draft.node.key)) continue;
    if (before.checked.id !== draft.checked.id && before.checked.id.toLowerCase() === draft.checked.id.toLowerCase()) {
      continue;
    }
    const message = `two nodes would be called ${id}${before.node.id === id ? '' : ` (${before.node.id})`}`;
    report.add({ code: 'NAME_CLASH', span: draft.span, path: at, message });
  }
}
