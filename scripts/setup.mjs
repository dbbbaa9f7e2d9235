// Gets what is missing: packages, dist/, the Temporal engine. Node's own modules only, since it runs before any
// package is there. Says nothing when there is nothing to do, and two at once do it once.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { alone } from './setup/alone.mjs';
import { build, isBuilt } from './setup/build.mjs';
import { getEngine, hasEngine } from './setup/engine.mjs';
import { nodeProblem } from './setup/node-version.mjs';
import { hasPackages, installPackages } from './setup/packages.mjs';
import { SetupProblem } from './setup/problem.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const steps = [
  { isDone: hasPackages, run: installPackages },
  { isDone: isBuilt, run: build },
  { isDone: hasEngine, run: getEngine },
];

try {
  await setUp();
} catch (error) {
  if (!(error instanceof SetupProblem)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}

async function setUp() {
  const problem = nodeProblem(process.versions.node);
  if (problem !== undefined) throw new SetupProblem(problem, 69);
  if (steps.every((step) => step.isDone(root))) return;
  const since = performance.now();
  await alone(root, async () => {
    // Looked at again inside: the other one may have done it all.
    for (const step of steps) if (!step.isDone(root)) await step.run(root);
  });
  console.error(`Ready after ${Math.round((performance.now() - since) / 1000)} s.`);
}
