import { resolveNode } from '../expressions/index.ts';
import type { ReadonlyPicks } from '../plan/activity.ts';
import type { ApiProfile } from '../plan/api-profile.ts';
import { isRequest } from '../plan/derive-request.ts';
import type { FailureCode } from '../plan/failures.ts';
import { identityOf } from '../plan/identity.ts';
import { isJsonObject, type Json } from '../plan/json.ts';
import type { MakeRecord } from '../plan/record.ts';
import type { Request } from '../plan/request.ts';
import { checkRequest } from '../plan/rules.ts';
import { heldSha256 } from '../plan/tail.ts';
import { brokenRule } from './broken-rule.ts';
import { heldMediaProblem } from './held-media-rules.ts';
import type { Scene } from './scene.ts';
import { takesAround } from './takes.ts';
import type { World } from './world.ts';

/** What a node is to be made from, now that everything before it is known. */
export type NodeRequest =
  | {
      readonly ok: true;
      readonly request: Request;
      readonly identity: string;
      /** The held media in it as they are written there, in order. */
      readonly held: readonly string[];
      /** sha256 (hex) of them. */
      readonly sources: readonly string[];
      /** promote, link: the make that it starts from. */
      readonly source: MakeRecord | undefined;
    }
  | { readonly ok: false; readonly kind: 'rejected' | 'blocked'; readonly code: FailureCode; readonly message: string };

/** The request as everything before it makes it, checked and with its identity. No network. */
export async function nodeRequest(
  world: World,
  scene: Scene,
  api: ApiProfile,
  chosen: ReadonlyPicks = {},
  unwanted: readonly number[] = [],
): Promise<NodeRequest> {
  const { plan, node } = scene;
  const made = resolveNode({
    ...{ plan, index: plan.nodes.indexOf(node), takes: [] },
    takeOf: await takesAround(scene, chosen, unwanted),
    chosen: (pick) => chosen[String(pick)],
  });
  if (made.kind === 'wrong') {
    return made.what === 'source' ? blocked('SOURCE_CHANGED', made.message) : broken(made.message);
  }
  if (made.kind !== 'request' || !isRequest(made.request)) return broken('a necessary field is missing');
  const { request, source } = made;
  const problem = checkRequest(request, api).find((violation) => violation.severity === 'error');
  if (problem !== undefined) return broken(brokenRule(problem));
  const unfit = await heldMediaProblem(scene.store, plan.pipeline, request, api);
  if (unfit !== undefined) return broken(unfit);
  const held = heldMedia(request);
  return {
    ok: true,
    request,
    identity: identityOf(request, world.sha256hex),
    held,
    sources: held.flatMap((text) => heldSha256(text) ?? []),
    source,
  };
}

/** Every held file, tail and film that a request names, in the order of its canonical fields. */
function heldMedia(value: Json): readonly string[] {
  if (typeof value === 'string') return heldSha256(value) !== undefined ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item: Json) => heldMedia(item));
  return isJsonObject(value)
    ? Object.keys(value)
        .sort()
        .flatMap((key) => heldMedia(value[key] ?? null))
    : [];
}

function blocked(code: FailureCode, message: string) {
  return { ok: false, kind: 'blocked', code, message } as const;
}

function broken(message: string) {
  return { ok: false, kind: 'rejected', code: 'RULE_BROKEN', message } as const;
}
