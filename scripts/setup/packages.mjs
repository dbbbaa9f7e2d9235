import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SetupProblem } from './problem.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

/** Whether node_modules holds what package-lock.json says. */
export function hasPackages(root) {
  const lock = lockHash(root);
  if (readStamp(root).packages === lock) return true;
  if (!isInstalled(root)) return false;
  writeStamp(root, { packages: lock }); // somebody typed `npm ci`
  return true;
}

/** `npm ci`, with a line now and then. */
export async function installPackages(root) {
  console.error('Installing packages.');
  const since = performance.now();
  const tell = setInterval(
    () => console.error(`Installing packages: ${Math.round((performance.now() - since) / 1000)} s`),
    10_000,
  );
  try {
    const [command, ...args] = [...npm(), 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
    const shell = process.platform === 'win32' && command === 'npm';
    // What npm prints is talk: stdout stays free for data.
    const child = spawn(command, args, { cwd: root, shell, stdio: ['ignore', 2, 2] });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new SetupProblem('`npm ci` failed; what it said is above. Mend it and try again.', 69);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    throw new SetupProblem('There is no npm. It comes with Node: get both from https://nodejs.org.', 69);
  } finally {
    clearInterval(tell);
  }
  writeStamp(root, { packages: lockHash(root) });
}

/** npm's own record of what it has installed, which it writes last, against what is wanted. */
function isInstalled(root) {
  const record = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const present = packagesOf(record);
  return Object.entries(wanted).every(([name, { version, optional }]) =>
    // Optional ones of other platforms are never there.
    name === '' ? true : present[name] === undefined ? optional === true : present[name].version === version,
  );
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch (error) {
    throw new SetupProblem(`${file} cannot be read: ${error.message}`, 69);
  }
}

function lockHash(root) {
  const lock = path.join(root, 'package-lock.json');
  // The platform too: a folder that is shared with a container needs other binaries there.
  return createHash('sha256').update(`${process.platform} ${process.arch}\n`).update(readFileSync(lock)).digest('hex');
}

// The npm that runs this script, where one does: it need not be the one on PATH.
function npm() {
  const { npm_execpath: running } = process.env;
  return running?.endsWith('npm-cli.js') ? [process.execPath, running] : ['npm'];
}
