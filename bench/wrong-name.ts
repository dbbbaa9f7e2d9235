/** What is wrong with the names that were typed behind a command, said with those that there are; undefined: nothing. */
export function wrongName(kind: string, names: readonly string[], known: readonly string[]): string | undefined {
  const unknown = names.find((name) => !known.includes(name));
  return unknown === undefined ? undefined : `there is no ${kind} "${unknown}"; there are: ${known.join(', ')}`;
}
