/** Ids of steps, inputs, links…: lower case words joined by single hyphens, at most 63 characters. */
export const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export const ID_MAX = 63;

const SAFE = /^[A-Za-z0-9._-]+$/;
const BYTES_MAX = 120;
const HASH_DIGITS = 6;

/** sha256 of a text, in hex; handed in, since plan/ imports nothing. */
export type Sha256Hex = (text: string) => string;

/** The name of a node: `step@key--key`, with `--link` for a link of a chain. Keys are raw, made safe here. */
export function nodeName(step: string, keys: readonly string[], link: string | undefined, sha256: Sha256Hex): string {
  const joined = keys.map((key) => safeName(key, sha256)).join('--');
  const instance = joined.length > BYTES_MAX ? shortened(joined, keys.join('--'), sha256) : joined;
  return `${step}${keys.length > 0 ? `@${instance}` : ''}${link === undefined ? '' : `--${link}`}`;
}

/** The id of a part, below the part that uses it: names joined by `/`, bounded as a whole, since nodes' names follow it. */
export function partName(above: string | undefined, name: string, sha256: Sha256Hex): string {
  const whole = above === undefined ? name : `${above}/${name}`;
  return whole.length > BYTES_MAX ? shortened(whole, whole, sha256) : whole;
}

/**
 * A text as part of a file name: itself where it is safe, else its letters without marks, the rest replaced, with
 * six hex digits of its sha256 behind, so that two texts never share a name.
 */
export function safeName(raw: string, sha256: Sha256Hex): string {
  if (isSafe(raw)) return raw;
  const plain = raw
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^[.-]+|-+$/g, '');
  return shortened(plain, raw, sha256);
}

function isSafe(text: string): boolean {
  if (!SAFE.test(text) || text.length > BYTES_MAX) return false;
  return !/^[.-]|-$|--/.test(text);
}

function shortened(plain: string, raw: string, sha256: Sha256Hex): string {
  const hash = sha256(raw.normalize('NFC')).slice(0, HASH_DIGITS);
  const cut = plain.slice(0, BYTES_MAX - HASH_DIGITS - 1).replace(/-+$/, '');
  return cut === '' ? hash : `${cut}-${hash}`;
}
