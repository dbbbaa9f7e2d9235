/** Characters as JSON may write any of them, `\uXXXX` for each unit of UTF-16. */
export function escapes(characters: string): string {
  return [...Array(characters.length).keys()]
    .map((at) => `\\u${characters.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}
