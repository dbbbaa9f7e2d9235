// `npm start`: sets up what is missing, then runs an overnight batch in small on the built-in simulator.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
// 30 s of rendering become half a second: the whole night passes while you watch.
const run = ['run', 'pipelines/overnight-batch.yaml', '--simulate', '--speed', '60', '-y'];

const setup = spawnSync(process.execPath, ['scripts/setup.mjs'], { cwd: root, stdio: 'inherit' });
process.exitCode = setup.status === 0 ? start() : (setup.status ?? 1);

function start() {
  return spawnSync(process.execPath, ['dist/cli/main.js', ...run], { cwd: root, stdio: 'inherit' }).status ?? 1;
}
