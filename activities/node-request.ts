import { evaluateTemplate, isExpressionFailure } from '../expressions/index.ts';
import type { ReadonlyPicks } from '../plan/activity.ts';
import type { ApiProfile } from '../plan/api-profile.ts';
import { completeRequest, isRequest } from '../plan/complete-request.ts';
import { deriveRequest } from '../plan/derive-request.ts';
import type { FailureCode } from '../plan/failures.ts';
import { identityOf } from '../plan/identity.ts';
import { isJsonObject, type Json, type JsonObject } from '../plan/json.ts';
import type { Plan } from '../plan/plan.ts';
import type { MakeRecord } from '../plan/record.ts';
import { HELD_MEDIA, type Request } from '../plan/request.ts';
import { checkRequest } from '../plan/rules.ts';
import { FILM, nodeContext } from './node-context.ts';
import type { Scene } from './scene.ts';
import { takesOf } from './takes.ts';
import type { World } from './world.ts';

/** What a node is to be made from, now that everything before it is known. */
export type NodeRequest =
  | {
      readonly ok: true;
      readonly request: Request;
      readonly identity: string;
      /** sha256 (hex) of the held media in it, in order. */
      readonly sources: readonly string[];
      /** promote, link: the make that it starts from. */
      readonly source: MakeRecord | undefined;
    }
  | { readonly ok: false; readonly kind: 'rejected' | 'blocked'; readonly code: FailureCode; readonly message: string };

/** Fills in `${{ steps… }}` from upstream records, derives, computes the identity. No network. */
export async function nodeRequest(
  world: World,
  scene: Scene,
  api: ApiProfile,
  chosen: ReadonlyPicks = {},
): Promise<NodeRequest> {
  const { node } = scene;
  const start = sourceNode(scene, chosen);
  const takes = await takesOf(scene, [...node.edges.map((edge) => edge.node), ...(start === undefined ? [] : [start])]);
  const source = start === undefined ? undefined : takes.get(start);
  if (start !== undefined && source === undefined) return blocked('SOURCE_CHANGED', 'the source has no make');
  const fields = evaluated(scene, takes, start);
  if (typeof fields === 'string') return broken(fields);
  const request = completed(scene, start, source, fields);
  if (request === undefined) return blocked('SOURCE_CHANGED', "the source's request is not known here");
  if (!isRequest(request)) return broken('a necessary field is missing');
  const problem = checkRequest(request, api).find((violation) => violation.severity === 'error');
  if (problem !== undefined) return broken(problem.message);
  const tooLong = sourceTooLong(request, source, api);
  if (tooLong !== undefined) return broken(tooLong);
  const held = heldMedia(request);
  if (held.some((text) => FILM.test(text))) return blocked('SOURCE_UNREACHABLE', 'a film of segments is no one file');
  return {
    ok: true,
    request,
    identity: identityOf(request, world.sha256hex),
    sources: held.flatMap((text) => HELD_MEDIA.exec(text)?.[1] ?? []),
    source,
  };
}

/** The node that a derived one starts from: itself, or what a pick chose. */
function sourceNode(scene: Scene, chosen: ReadonlyPicks): number | undefined {
  const source = scene.node.source;
  if (source === undefined || source.kind === 'url') return undefined;
  if (source.kind === 'node') return source.node;
  return source.candidate ?? chosen[String(source.pick)]?.[0] ?? -1;
}

/** The fields with their final values, or what is wrong with an expression in them. */
function evaluated(
  scene: Scene,
  takes: ReadonlyMap<number, MakeRecord>,
  start: number | undefined,
): JsonObject | string {
  const context = nodeContext(scene, takes, start);
  try {
    return Object.fromEntries(
      Object.entries(scene.node.fields ?? {}).map(([field, template]) => [field, evaluateTemplate(template, context)]),
    );
  } catch (error) {
    if (isExpressionFailure(error)) return error.message;
    throw error;
  }
}

function completed(
  scene: Scene,
  start: number | undefined,
  source: MakeRecord | undefined,
  fields: JsonObject,
): JsonObject | undefined {
  const { node } = scene;
  if (node.kind !== 'promote' && node.kind !== 'link') return completeRequest(fields);
  const outside = node.source?.kind === 'url' ? node.source.url : undefined;
  if (source !== undefined && source.request === null) return undefined;
  return deriveRequest({
    kind: node.kind,
    source: source?.request ?? undefined,
    fields,
    ...(source === undefined ? {} : { sourceVideo: `sha256:${source.sha256}` }),
    ...(outside === undefined ? {} : { sourceVideo: outside }),
    actionWritten: isActionWritten(scene.plan, start),
  });
}

/** A promote keeps its source's action only where somebody wrote one, there or further up. */
function isActionWritten(plan: Plan, index: number | undefined): boolean {
  const node = index === undefined ? undefined : plan.nodes[index];
  if (node === undefined) return false;
  if (node.fields?.action !== undefined) return true;
  return node.kind === 'promote' && node.source?.kind === 'node' && isActionWritten(plan, node.source.node);
}

/** Rule 41, for what is known only now: the measured length of a video that is to be extended. */
function sourceTooLong(request: Request, source: MakeRecord | undefined, api: ApiProfile): string | undefined {
  if (request.action !== 'extend' || source === undefined) return undefined;
  const { min, max, tolerance } = api.extendSource;
  if (source.seconds >= min - tolerance && source.seconds <= max + tolerance) return undefined;
  return `the source has ${source.seconds.toFixed(2)} s; ${min} to ${max} s can be extended`;
}

/** Every held file and film that a request names, in the order of its canonical fields. */
function heldMedia(value: Json): readonly string[] {
  if (typeof value === 'string') return HELD_MEDIA.test(value) || FILM.test(value) ? [value] : [];
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
