import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from './refusal.ts';

/**
 * What `-i` says: `name=value`; `name=@file` is the file's text, without the line end at its end; `name=@@x` is `@x`.
 * Refuses (64) anything else, and files that cannot be read.
 */
export async function typedInputs(cwd: string, typed: readonly string[]): Promise<{ readonly [name: string]: string }> {
  const inputs: { [name: string]: string } = {};
  for (const word of typed) {
    const at = word.indexOf('=');
    if (at <= 0) throw new Refusal(64, `-i ${word} is not name=value`, 'such as -i city=Lisbon');
    inputs[word.slice(0, at)] = await inputText(cwd, word, word.slice(at + 1));
  }
  return inputs;
}

async function inputText(cwd: string, word: string, value: string): Promise<string> {
  if (value.startsWith('@@')) return value.slice(1);
  if (!value.startsWith('@')) return value;
  const text = await readFile(path.resolve(cwd, value.slice(1))).catch(() => undefined);
  const [name] = word.split('=', 1);
  if (text === undefined) {
    throw new Refusal(64, `-i ${word}: the file cannot be read`, `text that begins with @ is written -i ${name}=@@…`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(text).replace(/\r?\n$/, '');
  } catch {
    throw new Refusal(64, `-i ${word}: the file is not UTF-8`, 'save it as UTF-8');
  }
}
