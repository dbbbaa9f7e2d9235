import { segment, textOf } from './object-store.ts';
import type { ClaimRef } from './project-store.ts';

/**
 * Where everything lies in the store. These paths are for ever: an older store is read by a newer Dailies. Each node
 * has one folder and no folders below it: in a store of files every new folder costs a write to the disk on the way
 * between a free slot and the next payment.
 */
export const STORE_KEY = 'store';

/** `claims/<realm>/<pipeline>/<node>/<identity>.<generation>.<attempt>`. */
export function claimKey(realm: string, ref: ClaimRef): string {
  return `claims/${segment(realm)}/${refPath(ref)}`;
}

/** The folder of a pipeline's or a node's claims. */
export function claimFolder(realm: string, pipeline: string, node?: string): string {
  return ['claims', realm, pipeline, ...(node === undefined ? [] : [node])].map(segment).join('/');
}

/** `open/<run key>/<pipeline>/<node>.<identity>.<generation>.<attempt>`: a run's claims side by side. */
export function openKey(key: string, { pipeline, node, ...made }: ClaimRef): string {
  return ['open', key, pipeline, `${node}.${makeName(made)}`].map(segment).join('/');
}

export function recordFolder(realm: string, pipeline: string, node?: string): string {
  return ['records', realm, pipeline, ...(node === undefined ? [] : [node])].map(segment).join('/');
}

/** `records/<realm>/<pipeline>/<node>/<identity>.<generation>`. */
export function recordKey(realm: string, pipeline: string, node: string, identity: string, generation: number): string {
  return `${recordFolder(realm, pipeline, node)}/${segment(identity)}.${generation}`;
}

/** `<pipeline>/<node>/<identity>.<generation>.<attempt>`, as a claim's key and those of what belongs to it end. */
export function refPath({ pipeline, node, ...made }: ClaimRef): string {
  return [pipeline, node, makeName(made)].map(segment).join('/');
}

/** The claim whose path a key ends in, or undefined for its companions. */
export function refOfKey(key: string): ClaimRef | undefined {
  const [pipeline, node, made] = key.split('/').slice(-3).map(textOf);
  return refOf(pipeline, node, /^([^.]+)\.(\d+)\.(\d+)$/.exec(made ?? '')?.slice(1));
}

/** The claim that a key of `openKey` stands for. */
export function refOfOpenKey(key: string): ClaimRef | undefined {
  const [pipeline, made] = key.split('/').slice(-2).map(textOf);
  const [node, ...rest] = /^(.+)\.([^.]+)\.(\d+)\.(\d+)$/.exec(made ?? '')?.slice(1) ?? [];
  return refOf(pipeline, node, rest);
}

function refOf(pipeline?: string, node?: string, made: readonly string[] = []): ClaimRef | undefined {
  const [identity, generation, attempt] = made;
  if (pipeline === undefined || node === undefined || identity === undefined) return undefined;
  return { pipeline, node, identity, generation: Number(generation), attempt: Number(attempt) };
}

function makeName({ identity, generation, attempt }: Omit<ClaimRef, 'pipeline' | 'node'>): string {
  return `${identity}.${generation}.${attempt}`;
}
