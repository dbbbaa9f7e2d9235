import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/** A file of tests on two cores that are busy with other work. */
const MOST_MS_A_FILE = 120_000;

/** Runs the tests whose names begin with one of `titles`; what became of each, or undefined where none was run. */
export async function runTests(folder, files, titles) {
  const report = path.join(folder, 'mutants-report.json');
  rmSync(report, { force: true });
  const names = titles.map(patternOf).join('|');
  const command = ['node_modules/vitest/vitest.mjs', 'run', ...files, '-t', names];
  const child = spawn(process.execPath, [...command, '--reporter=json', `--outputFile=${report}`, '--maxWorkers=1'], {
    cwd: folder,
    stdio: 'ignore',
    timeout: 180_000 + files.length * MOST_MS_A_FILE,
    killSignal: 'SIGKILL',
  });
  await once(child, 'close');
  const results = readReport(report).flatMap((file) => file.assertionResults);
  return (title) => {
    const pattern = new RegExp(`^${patternOf(title)}`);
    const found = results.filter((one) => pattern.test(one.title) && ['passed', 'failed'].includes(one.status));
    if (found.length === 0) return undefined;
    return found.every(({ status }) => status === 'passed') ? 'passed' : 'failed';
  };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).testResults;
  } catch {
    return [];
  }
}

/** `%s` stands for anything, as in the titles of tables. */
function patternOf(title) {
  return title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('%s', '.*');
}
