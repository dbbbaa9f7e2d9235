import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { load } from '../language/index.ts';
import { sha256Of } from '../store/index.ts';

// Compiles one file and says what it took; alone in its process, so that the memory is its own.
const file = process.argv[2] ?? '';
const megabytes = () => process.resourceUsage().maxRSS / 1024;
const bareMegabytes = megabytes();
const sinceMs = performance.now();
const loaded = await load(file, {
  readBytes: readFile,
  planFile: path.basename(file),
  inputs: {},
  api: 'simulator',
  sha256: sha256Of,
});
const ms = performance.now() - sinceMs;
const [problem] = loaded.problems;
if (problem !== undefined) throw new Error(`${problem.code}: ${problem.message}`);
const nodes = loaded.plan?.nodes.length ?? 0;
process.stdout.write(`${JSON.stringify({ nodes, ms, megabytes: megabytes(), bareMegabytes })}\n`);
