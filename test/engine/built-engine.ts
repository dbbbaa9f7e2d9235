import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** The engine compiled from the present sources, since its processes run JavaScript. */
export interface BuiltEngine {
  readonly folder: string;
  readonly supervisorScript: string;
  readonly workerScript: string;
  remove(): void;
}

/** Compiles engine/ alone, beside the packages that it imports; under a second. */
export function buildEngine(): BuiltEngine {
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'dailies-engine-test-'));
  const compilerOptions = { rootDir: root, outDir: folder, incremental: false, tsBuildInfoFile: null, types: ['node'] };
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: [join(root, 'engine')] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  execFileSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder]);
  const workerScript = join(folder, 'worker.js');
  cpSync(join(import.meta.dirname, 'fixture-worker.mjs'), workerScript);
  return {
    folder,
    supervisorScript: join(folder, 'engine', 'supervisor-main.js'),
    workerScript,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
