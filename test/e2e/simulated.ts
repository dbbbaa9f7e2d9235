import type { ReportNode } from '../../cli/views/report.ts';
import type { RunDocument } from '../../cli/views/run-json.ts';
import type { Ended } from './command.ts';
import type { Scene } from './scene.ts';

export type Ran = Ended & { readonly run: RunDocument };

/** Runs a file on the scene's simulator to the end of its following. */
export async function simulate(scene: Scene, file: string, ...more: readonly string[]): Promise<Ran> {
  const ended = await scene.cli('run', file, '--simulate', '--speed', '100', '-y', '--json', ...more);
  return { ...ended, run: documentOf(ended) };
}

/** The last line of stdout, which `--json` promises to be the run. */
export function documentOf({ stdout, stderr }: Ended): RunDocument {
  const last = stdout.trim().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error(`no document: ${stdout}\n${stderr}`);
  return JSON.parse(last);
}

/** State by node, as the report tells it. */
export async function statesOf(scene: Scene, run: string): Promise<{ readonly [node: string]: ReportNode['state'] }> {
  const { stdout } = await scene.cli('report', run, '--simulate', '--json');
  const { nodes }: { nodes: readonly ReportNode[] } = JSON.parse(stdout);
  return Object.fromEntries(nodes.map(({ node, state }) => [node, state]));
}

/** Some shots of one step: `shot@one`, `shot@two`, … with prompts `one of STEM`. */
export function writeShots(scene: Scene, stem: string, names: readonly string[], more = ''): string {
  const file = `pipelines/${stem}.yaml`;
  scene.write(
    file,
    `version: 1
${more}steps:
  shot:
    uses: generate
    strategy: { matrix: { name: [${names.join(', ')}] } }
    with: { model: skyreels-v4-fast, resolution: 480p, duration: 3, prompt: "\${{ matrix.name }} of ${stem}" }
`,
  );
  return file;
}
