import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const MOST_MS = 300_000;

/** Runs the tests whose names begin with one of `titles`; what became of each, or undefined where none was run. */
export async function runTests(folder, files, titles) {
  const report = path.join(folder, 'mutants-report.json');
  rmSync(report, { force: true });
  const names = titles.map((title) => title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const command = ['node_modules/vitest/vitest.mjs', 'run', ...files, '-t', names];
  const child = spawn(process.execPath, [...command, '--reporter=json', `--outputFile=${report}`, '--maxWorkers=1'], {
    cwd: folder,
    stdio: 'ignore',
    timeout: MOST_MS,
    killSignal: 'SIGKILL',
  });
  await once(child, 'close');
  const results = readReport(report).flatMap((file) => file.assertionResults);
  return (title) => {
    const found = results.filter((one) => one.title.startsWith(title) && ['passed', 'failed'].includes(one.status));
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
