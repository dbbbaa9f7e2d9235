import { segment, textOf } from './object-store.ts';
import type { ClaimRef } from './project-store.ts';

/** Where everything lies in the store. These paths are for ever: an older store is read by a newer Dailies. */
export const STORE_KEY = 'store';

/** `claims/<realm>/<pipeline>/<node>/<identity>/<generation>/<attempt>`. */
export function claimKey(realm: string, ref: ClaimRef): string {
  return `claims/${segment(realm)}/${refPath(ref)}`;
}

/** The folder of a pipeline's or a node's claims. */
export function claimFolder(realm: string, pipeline: string, node?: string): string {
  return ['claims', realm, pipeline, ...(node === undefined ? [] : [node])].map(segment).join('/');
}

/** `open/<run key>/<the claim's path>`. */
export function openKey(key: string, ref: ClaimRef): string {
  return `open/${segment(key)}/${refPath(ref)}`;
}

export function recordFolder(realm: string, pipeline: string, node?: string): string {
  return ['records', realm, pipeline, ...(node === undefined ? [] : [node])].map(segment).join('/');
}

/** `records/<realm>/<pipeline>/<node>/<identity>/<generation>`. */
export function recordKey(realm: string, pipeline: string, node: string, identity: string, generation: number): string {
  return `${recordFolder(realm, pipeline, node)}/${identity}/${generation}`;
}

/** The claim that a path ends in (`…/<pipeline>/<node>/<identity>/<generation>/<attempt>`), or undefined for its companions. */
export function refOfKey(key: string): ClaimRef | undefined {
  const [pipeline, node, identity, generation, attempt] = key.split('/').slice(-5).map(textOf);
  if (pipeline === undefined || node === undefined || identity === undefined) return undefined;
  if (!/^\d+$/.test(attempt ?? '') || !/^\d+$/.test(generation ?? '')) return undefined;
  return { pipeline, node, identity, generation: Number(generation), attempt: Number(attempt) };
}

function refPath({ pipeline, node, identity, generation, attempt }: ClaimRef): string {
  return [pipeline, node, identity, String(generation), String(attempt)].map(segment).join('/');
}
