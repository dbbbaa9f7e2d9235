import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Bed } from './bench.ts';
import { HOSTILE_FILES } from './hostile-files.ts';
import type { Row } from './row.ts';

const CHILD = fileURLToPath(new URL('./hostile-child.js', import.meta.url));

const said = z.object({
  ms: z.number(),
  megabytes: z.number(),
  codes: z.array(z.string()),
  place: z.object({ line: z.number(), column: z.number() }),
  refused: z.literal(true),
});

/** Texts of up to 1 MiB that nobody should send, each in a process of its own: the worst of them, and their spread. */
export async function hostile(bed: Bed): Promise<readonly Row[]> {
  const runs: { readonly name: string; readonly seconds: number; readonly megabytes: number }[] = [];
  for (const { name, code, text } of HOSTILE_FILES) {
    bed.say(`a hostile file: ${name}`);
    const file = path.join(bed.newFolder(), 'hostile.yaml');
    writeFileSync(file, text());
    const { stdout } = await promisify(execFile)(process.execPath, [CHILD, file]);
    const { ms, megabytes, codes } = said.parse(JSON.parse(stdout));
    if (!codes.includes(code)) throw new Error(`${name}: refused with ${codes.join(' ')}, not with ${code}`);
    runs.push({ name, seconds: ms / 1000, megabytes });
  }
  const slowest = runs.toSorted((a, b) => b.seconds - a.seconds)[0]?.name ?? '';
  const largest = runs.toSorted((a, b) => b.megabytes - a.megabytes)[0]?.name ?? '';
  const most = Math.max(...runs.map((run) => run.seconds));
  const megabytes = Math.max(...runs.map((run) => run.megabytes));
  return [
    { figure: `${runs.length} hostile files, each`, unit: 's', values: runs.map(({ seconds }) => seconds) },
    { figure: `  the slowest: ${slowest}`, unit: 's', goal: 2, values: [most] },
    { figure: `  the largest: ${largest}`, unit: 'MB', goal: 300, values: [megabytes] },
  ];
}
