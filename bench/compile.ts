import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Bed } from './bench.ts';
import type { Row } from './row.ts';

const REPETITIONS = 3;
const SHOTS = 2500;
const CHILD = fileURLToPath(new URL('./compile-child.js', import.meta.url));

const said = z.object({ nodes: z.number(), ms: z.number(), megabytes: z.number(), bareMegabytes: z.number() });

/** From a file with 2,500 rows to a plan of 10,001 nodes, in a process of its own. */
export async function compile(bed: Bed): Promise<readonly Row[]> {
  const file = writePipeline(bed.newFolder());
  const runs: z.output<typeof said>[] = [];
  for (let n = 1; n <= REPETITIONS; n++) {
    bed.say(`compile: ${n} of ${REPETITIONS}`);
    const { stdout } = await promisify(execFile)(process.execPath, [CHILD, file]);
    runs.push(said.parse(JSON.parse(stdout)));
  }
  return [
    { figure: 'compile of 10,001 nodes', unit: 's', goal: 1.5, values: runs.map(({ ms }) => ms / 1000) },
    { figure: '  most memory', unit: 'MB', goal: 200, values: runs.map(({ megabytes }) => megabytes) },
    { figure: '  before it', unit: 'MB', values: runs.map(({ bareMegabytes }) => bareMegabytes) },
  ];
}

/** Two drafts of each shot, a choice, a final of the chosen one, and a reel. */
function writePipeline(folder: string): string {
  const open = '$' + '{{';
  const prompt = `${open} matrix.shot.prompt }}, ${open} matrix.look }}, ${open} vars.look }}`;
  const file = path.join(folder, 'many.yaml');
  writeFileSync(
    file,
    `version: 1
vars: { look: film grain }
steps:
  draft:
    uses: generate
    strategy: { matrix: { shot: { from: many.csv, key: id }, look: [cool, warm] } }
    with: { model: skyreels-v4-fast, prompt: "${prompt}", duration: "${open} matrix.shot.seconds }}" }
  choose: { uses: pick, with: { from: [draft], group-by: [shot] } }
  final: { uses: promote, strategy: { over: choose }, with: { model: skyreels-v4-std } }
  reel: { uses: concat, with: { videos: "${open} steps.final.*.outputs.video }}" } }
`,
  );
  const rows = Array.from(
    { length: SHOTS },
    (_, n) => `shot-${n},${3 + (n % 12)},"A prompt of some words about shot ${n}"`,
  );
  writeFileSync(path.join(folder, 'many.csv'), ['id,seconds,prompt', ...rows].join('\n'));
  return file;
}
