import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

// Inside node_modules, so that deleting that folder forgets what was done in it.
const stampFile = (root) => path.join(root, 'node_modules', '.dailies-setup.json');

/** What earlier set-ups have done: {packages, sources, engine}. */
export function readStamp(root) {
  try {
    return JSON.parse(readFileSync(stampFile(root), 'utf8'));
  } catch {
    return {};
  }
}

/** Adds to it, in one step. */
export function writeStamp(root, change) {
  const file = stampFile(root);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, `${JSON.stringify({ ...readStamp(root), ...change })}\n`);
  renameSync(`${file}.part`, file);
}
