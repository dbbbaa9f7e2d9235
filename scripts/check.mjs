// `npm run check`: types, lint and format, rooms, docs. Seconds, not minutes.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const commands = [
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.test.json', '--noEmit'],
  ['node_modules/@biomejs/biome/bin/biome', 'ci', '.'],
  ['node_modules/vitest/vitest.mjs', 'run', 'test/rooms', 'test/docs', '--passWithNoTests'],
];
const failed = commands.filter(
  (command) => spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' }).status !== 0,
);
process.exitCode = failed.length === 0 ? 0 : 1;
