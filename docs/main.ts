import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GENERATED_FOLDERS, generatedFiles } from './generated-files.ts';

// `npm run docs`: writes the reference and the JSON Schema anew. This file runs as dist/docs/main.js.
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const files = generatedFiles(root);
const wanted = new Set(files.map(({ file }) => file));

for (const folder of GENERATED_FOLDERS) {
  mkdirSync(path.join(root, folder), { recursive: true });
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const file = `${folder}/${entry.name}`;
    if (entry.isFile() && !wanted.has(file)) rmSync(path.join(root, file));
  }
}
const changed = files.filter(({ file, text }) => textIn(file) !== text);
for (const { file, text } of changed) writeFileSync(path.join(root, file), text);
console.log(`${files.length} files, ${changed.length} changed`);

function textIn(file: string): string | undefined {
  const full = path.join(root, file);
  return existsSync(full) ? readFileSync(full, 'utf8') : undefined;
}
