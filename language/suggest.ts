/** `did you mean "x"?` for the known word that is nearest to a wrong one, else the list of what is allowed. */
export function suggest(wrong: string, known: readonly string[]): string {
  const near = nearest(wrong, known);
  if (near !== undefined) return `did you mean "${near}"?`;
  if (known.length === 0) return '';
  const some = known.slice(0, SHOWN).join(' ');
  return `known: ${some}${known.length > SHOWN ? ` … (${known.length} in all)` : ''}`;
}

const SHOWN = 20;
/** More than this many words are not compared one by one. */
const COMPARED = 2000;
/** Longer texts are no misspelt words. */
const LENGTH_MAX = 80;

/** The known word with the smallest edit distance, if that is small beside its length. */
export function nearest(wrong: string, known: readonly string[]): string | undefined {
  if (wrong.length > LENGTH_MAX) return undefined;
  const same = known.find((word) => word.toLowerCase() === wrong.toLowerCase());
  if (same !== undefined) return same;
  const begun = known.find(
    (word) => word.length > 2 && (wrong.startsWith(word.slice(0, -1)) || word.startsWith(wrong)),
  );
  const allowed = Math.max(1, Math.floor(wrong.length / 3));
  const scored = known
    .slice(0, COMPARED)
    .filter((word) => Math.abs(word.length - wrong.length) <= allowed)
    .map((word) => ({ word, distance: editDistance(wrong, word) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = scored;
  return best !== undefined && best.distance <= allowed ? best.word : wrong.length > 2 ? begun : undefined;
}

/** Insertions, deletions, replacements and swaps of neighbours between two words. */
function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (beforeLast[j - 2] ?? 0) + 1 : replaced;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced, swapped));
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
