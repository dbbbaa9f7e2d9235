/**
 * Where everything that must be remembered lies: keys are paths (segments joined by `/`), values bytes. No appends,
 * no renames, no locks, no deletes, so that an object store with conditional puts can stand in.
 * No key may be the folder of another. All four throw StoreError where something cannot be read or written.
 */
export type ObjectStore = {
  /** undefined: absent, proven. Throws StoreError UNREADABLE where it is there and cannot be read. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** On return the value outlives a power loss. */
  put(key: string, value: Uint8Array): Promise<void>;
  /** true: ours is the value; false: another's was there first. Exactly one of any number of racers gets true. */
  putIfAbsent(key: string, value: Uint8Array): Promise<boolean>;
  /** All keys below the folder `prefix` (without its trailing `/`), sorted. */
  list(prefix: string): Promise<readonly string[]>;
};

/** One segment of a key: `/` and `%` escaped, so that foreign text cannot change the shape of a key. */
export function segment(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('/', '%2F');
}

/** The text of a segment. */
export function textOf(part: string): string {
  return part.replaceAll('%2F', '/').replaceAll('%25', '%');
}
