/**
 * Reads a value that never changes, by its key, and keeps it: those who ask for it at the same time share one reading.
 * What is absent, and what could not be read, is asked for again.
 */
export type Remembered<T> = (key: string, read: () => Promise<T | undefined>) => Promise<T | undefined>;

/** A plan of 10,000 nodes takes tens of ms to read and some 10 MB, and each activity needs it; a hundred small ones fit. */
const MOST_NODES = 40_000;

/** Remembers plans, or decisions: those that were used last, so many that they have at most `mostNodes` together. */
export function remembering<T extends { readonly nodes: readonly unknown[] }>(mostNodes = MOST_NODES): Remembered<T> {
  const known = new Map<string, { readonly value: Promise<T | undefined>; nodes: number }>();

  async function readOnce(key: string, read: () => Promise<T | undefined>): Promise<T | undefined> {
    try {
      const value = await read();
      if (value === undefined) known.delete(key);
      else keep(key, value.nodes.length);
      return value;
    } catch (error) {
      known.delete(key);
      throw error;
    }
  }

  function keep(key: string, nodes: number): void {
    const entry = known.get(key);
    if (entry !== undefined) entry.nodes = nodes;
    let all = [...known.values()].reduce((sum, one) => sum + one.nodes, 0);
    // Oldest first.
    for (const [other, one] of known) {
      if (all <= mostNodes || other === key) continue;
      known.delete(other);
      all -= one.nodes;
    }
  }

  return (key, read) => {
    const entry = known.get(key) ?? { value: readOnce(key, read), nodes: 0 };
    known.delete(key);
    known.set(key, entry);
    return entry.value;
  };
}
