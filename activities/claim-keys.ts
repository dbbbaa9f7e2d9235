import type { ClaimRef } from '../store/index.ts';
import { refPath } from '../store/keys.ts';
import { segment } from '../store/object-store.ts';

/** A claim's path below the given folder of the store, for what is written beside claims by activities alone. */
export function besideClaim(folder: string, realm: string, ref: ClaimRef): string {
  return `${folder}/${segment(realm)}/${refPath(ref)}`;
}
