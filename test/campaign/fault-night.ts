import type { ReportNode } from '../../cli/views/report.ts';
import { openBooks } from './books.ts';
import { callBack, withCallbacks } from './call-back.ts';
import type { Cell } from './cell.ts';
import { type Commands, documentOf, openCommands, runArgs, toTheEnd } from './commands.ts';
import { CAP, wrongShot } from './ends.ts';
import { CALLBACK_FAULTS, type CallbackFault, HTTP_FAULTS, type HttpFault } from './faults/index.ts';
import { gather, judge } from './oracle/index.ts';
import { notReplaying } from './replays.ts';
import type { Stage } from './stage.ts';
import type { Verdict } from './verdict.ts';

type FaultCell = Extract<Cell, { readonly kind: 'fault' }>;
/** A fault and the shot that it strikes. */
type Shot = {
  readonly cell: FaultCell;
  readonly shot: string;
  readonly http?: HttpFault;
  readonly callback?: CallbackFault;
};

/** Tries many faults in one run, each on a shot of its own, and judges each by its shot and all by what is left. */
export async function tryFaults(stage: Stage, cells: readonly FaultCell[]): Promise<readonly Verdict[]> {
  const { scene, vendor, stem, trap } = stage;
  const shots = cells.map((cell, at) => shotOf(cell, at));
  const commands = openCommands(stage);
  const books = await openBooks(scene, vendor);
  const file = writeShots(stage, shots);
  for (const shot of shots) await script(stage, shot);
  const callbacks = shots.flatMap(({ callback, shot }) => (callback === undefined ? [] : [{ callback, shot }]));
  if (callbacks.length > 0) await withCallbacks(commands);
  const sinceMs = performance.now();
  const run = commands.start(...runArgs(stage, file));
  const misheard = await callBack(stage, callbacks, run.ended);
  const ended = await toTheEnd(commands, stage, run.ended, file);
  const seconds = (performance.now() - sinceMs) / 1000;
  const nodes = await reported(commands, stem);
  const { tasks } = await books.ledger();
  const told = { documents: commands.documents(), outputs: commands.outputs(), tasks, stats: await books.stats() };
  const evidence = await gather({ scene, stem, cap: CAP, limit: undefined, trapped: trap.visits(), ...told });
  const struck = await vendor.struck();
  const together = [
    ...(documentOf(ended) === undefined ? [`L2 no end: exit ${ended.code}: ${ended.stderr.slice(-300)}`] : []),
    ...(await books.audit(stem)).violations,
    ...judge(evidence),
    ...(await notReplaying(evidence.histories, stage.bundle)),
  ].map((violation) => `all together: ${violation}`);
  return shots.map((shot, at): Verdict => {
    const node = nodes.find(({ node: name }) => name === `shot@${shot.shot}`);
    const own = tasks.filter(({ prompt }) => prompt === promptOf(stem, shot.shot));
    const never = struck.some(({ match, struck: times }) => match.prompt === promptOf(stem, shot.shot) && times === 0);
    return {
      cell: shot.cell,
      stem,
      state: node?.state ?? 'unknown',
      accepted: own.length,
      posts: evidence.claims.filter(({ ref }) => ref.node === `shot@${shot.shot}`).length,
      unsure: node?.state === 'unsure' ? 1 : 0,
      seconds,
      violations: [
        ...(never ? ['no trial: the fault never struck'] : []),
        ...wrongShot(shot, node, own),
        ...(misheard[shot.shot] ?? []),
        ...(at === 0 ? together : []),
      ],
    };
  });
}

function shotOf(cell: FaultCell, at: number): Shot {
  const http = HTTP_FAULTS.find(({ name }) => name === cell.fault);
  const callback = CALLBACK_FAULTS.find(({ name }) => name === cell.fault);
  const kind = { ...(http === undefined ? {} : { http }), ...(callback === undefined ? {} : { callback }) };
  return { cell, shot: `s${String(at).padStart(3, '0')}`, ...kind };
}

function promptOf(stem: string, shot: string): string {
  return `${shot} of ${stem}`;
}

/** A shot that nothing strikes: the last one, whose task others may be told of. */
const PLAIN = 'plain';

function writeShots({ scene, stem }: Stage, shots: readonly Shot[]): string {
  const file = `pipelines/${stem}.yaml`;
  scene.write(
    file,
    `version: 1
steps:
  shot:
    uses: generate
    strategy: { matrix: { shot: [${[...shots.map(({ shot }) => shot), PLAIN].join(', ')}] } }
    with: { model: skyreels-v4-fast, resolution: 480p, duration: 3, prompt: "\${{ matrix.shot }} of ${stem}" }
`,
  );
  return file;
}

/** Tells the vendor what is to go wrong with the calls about a shot, in order. */
async function script({ vendor, stem, trap }: Stage, { shot, http }: Shot): Promise<void> {
  if (http === undefined) return;
  const actions = http.actions(trap.url);
  for (const [at, action] of actions.entries()) {
    const count = at === actions.length - 1 ? (http.count ?? 1) : 1;
    await vendor.fault({ match: { op: http.op, prompt: promptOf(stem, shot) }, count, action });
  }
}

async function reported(commands: Commands, stem: string): Promise<readonly ReportNode[]> {
  const { stdout } = await commands.run('report', stem, '--simulate', '--json');
  const { nodes }: { nodes: readonly ReportNode[] } = JSON.parse(stdout);
  return nodes;
}
