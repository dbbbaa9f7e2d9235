import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SetupProblem } from './problem.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

/** Whether a Temporal binary was found before and is still there, or none is needed. */
export function hasEngine(root) {
  const { TEMPORAL_ADDRESS, DAILIES_TEMPORAL } = process.env;
  if (TEMPORAL_ADDRESS) return true;
  const { engine } = readStamp(root);
  if (engine === undefined || !existsSync(engine)) return false;
  return DAILIES_TEMPORAL === undefined || DAILIES_TEMPORAL === '' || DAILIES_TEMPORAL === engine;
}

/** Finds, fetches or builds it by the engine's own rules, which is why dist/ is built first. */
export async function getEngine(root) {
  const { findBinary, isEngineError } = await import(pathToFileURL(path.join(root, 'dist', 'engine', 'index.js')).href);
  try {
    const engine = await findBinary({ env: process.env, report: (line) => console.error(`${line}.`) });
    writeStamp(root, { engine });
  } catch (error) {
    if (!isEngineError(error)) throw error;
    throw new SetupProblem(`${error.message}\n${error.hint}`, error.code === 'ENGINE_NONE' ? 69 : 73);
  }
}
