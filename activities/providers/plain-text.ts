const MAX_CHARACTERS = 500;

/**
 * Words of a stranger, fit for a log, a record and a terminal: one line, no control or bidirectional marks, at most
 * 500 characters, the query of every URL cut off (it may hold a signature).
 */
export function plainText(text: string): string {
  const line = text
    .slice(0, MAX_CHARACTERS * 4)
    .replace(/(https?:\/\/[^\s"'<>?#]*)[?#][^\s"'<>]*/gi, '$1?…')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u{115f}\u{1160}\u{3164}\u{ffa0}]+/gu, ' ')
    .trim();
  return line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS - 1)}…` : line;
}

/** Fewer characters of a secret tell nothing. */
const LEAST_TOLD = 4;

/** Plain text without a secret, also where the secret's rest was cut off with the end of the text. */
export function withoutSecret(text: string, secret: string): string {
  if (secret === '') return text;
  const whole = text.replaceAll(secret, '…');
  const end = whole.replace(/…$/, '');
  for (let told = Math.min(secret.length - 1, end.length); told >= LEAST_TOLD; told -= 1) {
    if (end.endsWith(secret.slice(0, told))) return `${end.slice(0, -told)}…`;
  }
  return whole;
}
