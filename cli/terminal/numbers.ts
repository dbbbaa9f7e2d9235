/** A count with thousands apart: `3,412`. By hand, since asking for a locale takes 20 ms the first time. */
export function count(value: number): string {
  return Number.isInteger(value) ? String(value).replace(/\B(?=(\d{3})+$)/g, ',') : value.toLocaleString('en-US');
}

/** `1 node`, `24 nodes`, `2 entries`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Some of a list in words, the rest as a number: `a, b, c and 9 more`. */
export function some(words: readonly string[], most = 5): string {
  const rest = words.length - most;
  return rest > 0 ? `${words.slice(0, most).join(', ')} and ${count(rest)} more` : words.join(', ');
}
