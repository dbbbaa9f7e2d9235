// node bench/peers/set-up.mjs [--servers]: gets what `npm run bench -- --peers` needs. The packages, Restate's server among
// them, go into this folder and nowhere else; with --servers apt-get installs Redis and PostgreSQL, where it is not there.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasPackages, installPackages } from '../../scripts/setup/packages.mjs';
import { SetupProblem } from '../../scripts/setup/problem.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

try {
  if (!hasPackages(here)) await installPackages(here);
  if (process.argv.includes('--servers')) installServers();
} catch (error) {
  if (!(error instanceof SetupProblem)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}

function installServers() {
  const args = ['install', '-y', '--no-install-recommends', 'redis-server', 'postgresql'];
  const { status } = spawnSync('apt-get', args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new SetupProblem('Redis and PostgreSQL could not be installed by apt-get; see above.', 69);
}
