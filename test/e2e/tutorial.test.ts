import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScene, type Scene } from './scene.ts';
import type { Vendor } from './vendor.ts';

let scene: Scene;
let vendor: Vendor;
beforeAll(async () => {
  scene = makeScene();
  vendor = await scene.vendor({ api: 'qingbo-seed-2026-04' });
});
afterAll(() => scene.close());

/** What a reader of a document types, in order, and the files that it shows, as one script that ends at the first wrong code. */
function scriptOf(text: string): string {
  let prose = '';
  const steps = text.split(/^```/m).flatMap((part, index) => {
    if (index % 2 === 0) prose = part;
    if (index % 2 === 0) return [];
    const [language = '', ...lines] = part.trimEnd().split('\n');
    if (language === 'sh') return lines.map(typed);
    // The file that is named last above it is what a block shows.
    const file = [...prose.matchAll(/`([\w/-]+\.(?:yaml|csv))`/g)].at(-1)?.[1] ?? '';
    return [`cat > ${file} <<'END'\n${lines.join('\n')}\nEND`];
  });
  return `${steps.join('\n')}\n`;
}

function typed(line: string): string {
  const code = /# ends with (\d+)/.exec(line)?.[1] ?? '0';
  return `echo '$ ${line.replaceAll("'", '')}'\n${line}\n[ $? -eq ${code} ] || exit 1`;
}

test('the tutorial can be followed word for word', async () => {
  const home = path.dirname(scene.root);
  mkdirSync(path.join(home, 'bin'));
  const program = `'${process.execPath}' '${path.resolve('dist/cli/main.js')}'`;
  writeFileSync(path.join(home, 'bin/dailies'), `#!/bin/sh\nexec ${program} "$@" 2>&1\n`, { mode: 0o755 });
  writeFileSync(path.join(home, '.wave-key'), scene.env.WAVE_API_KEY ?? '');
  // The engine is where it always is: only the key lies in a home of its own.
  const cache = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
  const env = {
    ...scene.env,
    HOME: home,
    XDG_CACHE_HOME: cache,
    PATH: `${path.join(home, 'bin')}:${process.env.PATH}`,
  };
  const script = scriptOf(readFileSync('docs/tutorial.md', 'utf8'));
  writeFileSync(path.join(home, 'tutorial.sh'), script);

  const follow = promisify(execFile)('bash', [path.join(home, 'tutorial.sh')], { cwd: scene.root, env });
  const { stdout } = await follow.catch((error) => expect.fail(error.stdout));
  const parts = stdout.split(/^\$ /m);
  const said = (command: string) =>
    parts.filter((part) => part.startsWith(command)).map((part) => part.replace(command, ''));
  const [first, again, chosen, whole] = said('dailies run pipelines/teaser.yaml --simulate');
  expect(first).toContain('9 done in');
  expect(again).toContain('nothing to make');
  expect(chosen).toContain('dailies pick teaser#2 choose@lighthouse NODE');
  expect(whole).toContain('walk  .dailies/simulated/renders/teaser/walk--away.mp4');
  // Step 3: the plan after the changed shot.
  expect(said('dailies plan pipelines/teaser.yaml --simulate')[1]).toContain('4 renders, 1 file joined here');
  expect(said('dailies run pipelines/teaser.yaml --only draft')[0]).toContain('$0.816 spent');
  expect((await vendor.stats()).posts).toBe(4);
}, 240_000);
