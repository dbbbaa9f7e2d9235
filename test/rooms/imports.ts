import { parseSync } from 'vite';

/** One import or re-export of a file; `typesOnly`: it disappears when compiled. */
export type Import = { readonly specifier: string; readonly typesOnly: boolean };

/** Every static and dynamic import of a source text (TypeScript 7 has no compiler API; the bundler's parser reads it). */
export function importsOf(file: string, source: string): readonly Import[] {
  const { module, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found: Import[] = module.staticImports.map((entry) => ({
    specifier: entry.moduleRequest.value,
    typesOnly: entry.entries.length > 0 && entry.entries.every((name) => name.isType),
  }));
  for (const entry of module.staticExports) {
    for (const name of entry.entries) {
      if (name.moduleRequest) found.push({ specifier: name.moduleRequest.value, typesOnly: name.isType });
    }
  }
  for (const entry of module.dynamicImports) {
    const text = source.slice(entry.moduleRequest.start, entry.moduleRequest.end);
    const literal = /^(['"`])([^'"`$]+)\1$/.exec(text)?.[2];
    if (literal !== undefined) found.push({ specifier: literal, typesOnly: false });
  }
  return found;
}
