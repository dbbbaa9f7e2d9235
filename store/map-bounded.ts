/** How many files are read, or calls made, at once: enough to hide the disk, few enough for every limit of open files. */
const AT_ONCE = 32;

/** Maps in order, at most 32 at once. */
export async function mapBounded<A, B>(items: readonly A[], map: (item: A) => Promise<B>): Promise<readonly B[]> {
  const results: B[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(map))));
  }
  return results;
}
