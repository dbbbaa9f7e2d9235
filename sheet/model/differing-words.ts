import type { Words } from './data.ts';

/** The prompts of takes, each in pieces: `own` is what not all of them have. A single one has nothing of its own. */
export function differingWords(prompts: readonly string[]): readonly (readonly Words[])[] {
  const texts = prompts.map(wordsIn);
  const written = texts.filter((words) => words.length > 0);
  const [first = []] = written;
  if (written.length < 2)
    return texts.map((words) =>
      pieces(
        words,
        words.map(() => true),
      ),
    );
  const common = written.slice(1).reduce((shared, words) => sharedBy(shared, words), first);
  return texts.map((words) => pieces(words, placesOf(common, words)));
}

/** Words, or, where no spaces are written between them, letters. Intl.Segmenter takes fifty times as long. */
const WORDS =
  /\s+|[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]|[^\s\p{P}\p{S}\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]+|./gsu;
/** The table below grows with the square: beyond this nothing in the middle counts as common. */
const MOST_CELLS = 1_000_000;

function wordsIn(text: string): readonly string[] {
  return text.match(WORDS) ?? [];
}

/** The longest common subsequence. */
function sharedBy(a: readonly string[], b: readonly string[]): readonly string[] {
  const isShared = placesOf(b, a);
  return a.filter((_, at) => isShared[at]);
}

/** Which words of `words` lie on a longest common subsequence with `common`. */
function placesOf(common: readonly string[], words: readonly string[]): readonly boolean[] {
  const found = words.map(() => false);
  let start = 0;
  while (start < words.length && start < common.length && words[start] === common[start]) found[start++] = true;
  let [end, other] = [words.length, common.length];
  while (end > start && other > start && words[end - 1] === common[other - 1]) {
    end -= 1;
    other -= 1;
    found[end] = true;
  }
  const [rows, columns] = [end - start, other - start];
  if (rows * columns === 0 || rows * columns > MOST_CELLS) return found;
  const lengths = lengthsOf(words.slice(start, end), common.slice(start, other));
  const at = (row: number, column: number) => lengths[row * (columns + 1) + column] ?? 0;
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (words[start + row] === common[start + column]) {
      found[start + row] = true;
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return found;
}

/** Cell (row, column): how long the longest common subsequence of the rests from there is. */
function lengthsOf(a: readonly string[], b: readonly string[]): Uint16Array {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let row = a.length - 1; row >= 0; row -= 1) {
    for (let column = b.length - 1; column >= 0; column -= 1) {
      const [below = 0, beside = 0] = [lengths[(row + 1) * width + column], lengths[row * width + column + 1]];
      const across = lengths[(row + 1) * width + column + 1] ?? 0;
      lengths[row * width + column] = a[row] === b[column] ? across + 1 : Math.max(below, beside);
    }
  }
  return lengths;
}

/** Words of one kind in a row are one piece; a space between two that are marked is marked as well. */
function pieces(words: readonly string[], isCommon: readonly boolean[]): readonly Words[] {
  const found: { text: string; own: boolean }[] = [];
  words.forEach((text, at) => {
    const isGap = text.trim() === '' && isCommon[at - 1] === false && isCommon[at + 1] === false;
    const own = isGap || isCommon[at] === false;
    const last = found.at(-1);
    if (last?.own === own) last.text += text;
    else found.push({ text, own });
  });
  return found;
}
