/** A file that `npm run docs` writes. `file` is its path in the project, with forward slashes. */
export type GeneratedFile = { readonly file: string; readonly text: string };
