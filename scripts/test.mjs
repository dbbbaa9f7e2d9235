// `npm test`: sets up what is missing, checks types and style, runs every test, and ends with one line of counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './setup/chromium.mjs';
import { ensureVersitygw } from './setup/versitygw.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const counts = { passed: 0, failed: 0 };

if (step('set-up', ['scripts/setup.mjs'])) {
  const s3Server = ensureVersitygw(root);
  step('types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.test.json', '--noEmit']);
  step('style', ['node_modules/@biomejs/biome/bin/biome', 'ci', '.']);
  ensureChromium();
  await s3Server;
  tests();
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;

function step(name, command) {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  counts[status === 0 ? 'passed' : 'failed'] += 1;
  if (status !== 0) console.log(`${name} failed`);
  return status === 0;
}

function tests() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dailies-test-'));
  const report = path.join(folder, 'report.json');
  const command = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const { status } = spawnSync(process.execPath, [...command, ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
    counts.passed += numPassedTests;
    // A file that does not even load fails no test of its own.
    counts.failed += numFailedTests || (status === 0 ? 0 : Math.max(1, numFailedTestSuites));
  } catch {
    counts.failed += 1;
  }
  rmSync(folder, { recursive: true, force: true });
}
