import type { Json } from '../../plan/json.ts';
import { clean } from '../terminal/clean.ts';
import { count } from '../terminal/numbers.ts';
import type { Screen } from '../terminal/screen.ts';

/** What the file that was run hands out under a name: where media stand, the path of the file, from the project's root. */
export type RunOutput = {
  readonly name: string;
  readonly value: Json;
  /** Why there is no value; absent: there is one. */
  readonly missing?: string;
};

/** A line for each output, at most so many. */
export function outputLines(
  outputs: readonly RunOutput[],
  { paint }: Pick<Screen, 'paint'>,
  most = MOST,
): readonly string[] {
  const lines = outputs.slice(0, most).map(({ name, value, missing }) => {
    const text = missing === undefined ? clean(wordsOf(value)) : paint('faint', clean(missing));
    return `${clean(name)}  ${text}`;
  });
  if (outputs.length > most) lines.push(`… and ${count(outputs.length - most)} more (report --json has all)`);
  return lines.map((line, at) => `${at === 0 ? 'outputs' : '       '}   ${line}`);
}

const MOST = 50;
const MOST_CHARACTERS = 1_000;

function wordsOf(value: Json): string {
  const isTextList = Array.isArray(value) && value.every((item: Json) => typeof item === 'string');
  const text = isTextList ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

/** The same as data. */
export function outputsDocument(outputs: readonly RunOutput[]) {
  return Object.fromEntries(
    outputs.map(({ name, value, missing }) => [name, { value, missing: missing ?? null }] as const),
  );
}
