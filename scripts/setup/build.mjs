import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { SetupProblem } from './problem.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

// The build writes this one last.
const product = path.join('dist', 'build.json');

/** Whether dist/ was built from the sources as they are. */
export function isBuilt(root) {
  return existsSync(path.join(root, product)) && readStamp(root).sources === sourcesHash(root);
}

/** Compiles and bundles, some seconds. */
export async function build(root) {
  console.error('Building.');
  const before = sourcesHash(root);
  const { status } = spawnSync(process.execPath, [path.join('scripts', 'build.mjs')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new SetupProblem('The build failed; what it said is above.', 70);
  // Taken before the build: what was edited meanwhile is built the next time.
  writeStamp(root, { sources: before });
}

// By time and length rather than by content: reading every file would cost more than a no-op may.
function sourcesHash(root) {
  const { include } = JSON.parse(readFileSync(path.join(root, 'tsconfig.json'), 'utf8'));
  const hash = createHash('sha256');
  for (const name of [
    ...include,
    'tsconfig.json',
    'package.json',
    'package-lock.json',
    path.join('scripts', 'build.mjs'),
  ]) {
    addTo(hash, root, name);
  }
  return hash.digest('hex');
}

function addTo(hash, root, name) {
  const stat = statSync(path.join(root, name), { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) {
    hash.update(`${name} ${stat.size} ${stat.mtimeMs}\n`);
    return;
  }
  for (const child of readdirSync(path.join(root, name)).sort()) addTo(hash, root, path.join(name, child));
}
