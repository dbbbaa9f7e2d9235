/** Commands and options that are agreed and not built: whoever types one is told so. */
const NOT_YET = ['open', '--html'];

/** Commander's words for what was typed wrongly; what is not built yet reads differently from what is unknown. */
export function usageWords(text: string): string {
  const [, unknown = ''] = /^error: unknown (?:command|option) '(.+?)'/.exec(text) ?? [];
  return NOT_YET.includes(unknown) ? `"${unknown}" is not supported yet\n` : text;
}
