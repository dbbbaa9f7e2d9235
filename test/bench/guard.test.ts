import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';

const GUARD = path.resolve(import.meta.dirname, '../e2e/guard.mjs');
const BENCH = path.resolve(import.meta.dirname, '../../dist/bench/guard.js');

// A bench in small: an engine that names the folder, and a command that was typed in it and could start another one.
const MAIN = `
const [folder, program] = process.argv.slice(2);
const { spawn } = await import('node:child_process');
const { guardFolder } = await import(${JSON.stringify(BENCH)});
guardFolder(folder, ${JSON.stringify(GUARD)});
const stdio = ['ignore', 'inherit', 'inherit'];
const words = [[program, folder + '/home'], [program, 'resume']];
for (const word of words) spawn(process.execPath, word, { cwd: folder, detached: true, stdio });
setInterval(() => {}, 1_000);
`;
const PROGRAM = "process.stdout.write('runs\\n'); setInterval(() => {}, 1_000);";

test.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s of a bench leaves nothing of it behind',
  async (signal) => {
    const place = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'dailies-guard-'));
    const folder = path.join(place, 'bench');
    for (const name of ['bench', 'cli']) mkdirSync(path.join(place, name));
    const program = path.join(place, 'cli/main.js');
    writeFileSync(program, PROGRAM);
    const main = path.join(place, 'main.mjs');
    writeFileSync(main, MAIN);
    try {
      const bench = spawn(process.execPath, [main, folder, program], { stdio: ['ignore', 'pipe', 'pipe'] });
      let said = '';
      for await (const bytes of bench.stdout.iterator({ destroyOnReturn: false })) {
        said += String(bytes);
        if (said.match(/runs/g)?.length === 2) break;
      }
      bench.stdout.resume();
      bench.stderr.resume();
      bench.kill(signal);
      // Its pipes are closed once the last process that holds them is gone: all of them do.
      await once(bench, 'close');
      expect(existsSync(folder)).toBe(false);
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  },
);

test('a bench that ends what it started goes on after that, also with nothing else to do', async () => {
  const folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'dailies-guard-'));
  const main = `const { guardFolder } = await import(${JSON.stringify(BENCH)});
    await guardFolder(${JSON.stringify(folder)}, ${JSON.stringify(GUARD)})();
    process.stdout.write('printed');`;
  const bench = spawn(process.execPath, ['--input-type=module', '-e', main], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  bench.stdout.on('data', (bytes) => {
    said += String(bytes);
  });
  expect((await once(bench, 'close'))[0]).toBe(0);
  expect(said).toBe('printed');
  expect(existsSync(folder)).toBe(false);
});
