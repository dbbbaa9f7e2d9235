import { setTimeout as delay } from 'node:timers/promises';
import type { RunDocument } from '../../cli/views/run-json.ts';
import { type Audit, audit } from '../e2e/audit.ts';
import type { Ended, Started } from '../e2e/command.ts';
import { kill, pidOf } from '../e2e/processes.ts';
import type { Cell, Victim } from './cell.ts';
import { FAULTS } from './faults.ts';
import { TASKS, writeTrial } from './night.ts';
import { POINTS } from './points.ts';
import { notReplaying } from './replays.ts';
import type { Stage } from './stage.ts';

export type Verdict = {
  readonly cell: Cell;
  readonly stem: string;
  /** How the run ended, as its document says. */
  readonly state: string;
  readonly accepted: number;
  readonly posts: number;
  readonly unsure: number;
  /** From the kill, or the start, to the end of the run. */
  readonly seconds: number;
  readonly violations: readonly string[];
};

/** Longer than a heartbeat's time-out: the engine takes the worker for dead, which then wakes up. */
const STOPPED_MS = 6_000;
/** At most so many submits are on the wire at once. */
const CAP = 5;

/** Tries one cell with a night of its own, to the end of its run, and balances the books. */
export async function tryCell(stage: Stage, cell: Cell, nights: readonly string[]): Promise<Verdict> {
  const { scene, vendor, stem } = stage;
  await vendor.clearFaults();
  const before = await audit(scene, vendor, nights, 'simulator');
  const file = writeTrial(scene, stem);
  const run =
    cell.kind === 'kill' ? await startAndKill(stage, cell, file) : await startWithFault(stage, cell.fault, file);
  const sinceMs = performance.now();
  const ended = await toTheEnd(stage, run, file);
  const seconds = (performance.now() - sinceMs) / 1000;
  const document = documentOf(ended);
  const now = await audit(scene, vendor, [...nights, stem], 'simulator');
  const counts = {
    accepted: now.accepted - before.accepted,
    posts: now.posts - before.posts,
    unsure: now.unsure - before.unsure,
  };
  const violations = [
    ...now.violations,
    ...wrongEnd(cell, ended, document, counts),
    ...(await notFree(stage, document, file, now)),
    ...(await notReplaying(scene, stem)),
  ];
  return { cell, stem, state: document?.state ?? `exit ${ended.code}`, ...counts, seconds, violations };
}

async function startAndKill(stage: Stage, cell: Cell & { kind: 'kill' }, file: string): Promise<Started> {
  const point = POINTS.find(({ name }) => name === cell.point);
  if (point === undefined) throw new Error(`there is no point "${cell.point}"`);
  const { reached, after } = await point.arm(stage);
  const run = start(stage, file);
  // A run that ends before its point is reached is no trial; its end says why.
  await Promise.race([reached, run.ended]);
  await strike(stage, cell.victim, run);
  await stage.vendor.clearFaults();
  await after?.();
  return run;
}

async function startWithFault({ ...stage }: Stage, name: string, file: string): Promise<Started> {
  const fault = FAULTS.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`there is no fault "${name}"`);
  const { match, action, count } = fault;
  await stage.vendor.fault({ match, action, ...(count === undefined ? {} : { count }) });
  return start(stage, file);
}

function start({ scene, vendor }: Stage, file: string): Started {
  return scene.start('run', file, '--simulate', '--api', vendor.api, '--speed', '100', '-y', '--json');
}

async function strike({ scene }: Stage, victim: Victim, run: Started): Promise<void> {
  switch (victim) {
    case 'worker':
    case 'server':
      return kill(scene, victim);
    case 'everything':
      kill(scene, 'supervisor', 'worker', 'server');
      await Promise.race([run.says(/engine does not answer/), run.ended]);
      return run.interrupt();
    case 'worker stopped': {
      const worker = pidOf(scene, 'worker');
      process.kill(worker, 'SIGSTOP');
      await delay(STOPPED_MS);
      // The supervisor may have killed what did not answer.
      try {
        process.kill(worker, 'SIGCONT');
      } catch {}
      return;
    }
    case 'command':
      run.child.kill('SIGKILL');
  }
}

/** Follows the run as its owner would: what does not go on by itself is resumed, what was not started is run. */
async function toTheEnd({ scene, vendor, stem }: Stage, run: Started, file: string): Promise<Ended> {
  let ended = await run.ended;
  for (let time = 0; time < 4 && mayGoOn(ended); time += 1) {
    const more = ['--simulate', '--json'];
    if (ended.code === 75) await scene.cli('account', 'resume', '--simulate');
    ended = await scene.cli('resume', stem, ...more);
    if (ended.code === 64) ended = await scene.cli('run', file, ...more, '--api', vendor.api, '--speed', '100', '-y');
  }
  return ended;
}

function mayGoOn({ code }: Ended): boolean {
  return code === null || code === 69 || code === 75 || code === 77;
}

function documentOf({ stdout }: Ended): RunDocument | undefined {
  const last = stdout.trim().split('\n').at(-1) ?? '';
  return last.startsWith('{') ? JSON.parse(last) : undefined;
}

type Counts = { readonly accepted: number; readonly unsure: number };

function wrongEnd(cell: Cell, { code, stderr }: Ended, document: RunDocument | undefined, counts: Counts): string[] {
  if (document === undefined) return [`L2 no end: exit ${code}: ${stderr.trim().split('\n').slice(-2).join(' / ')}`];
  const allowed = endsOf(cell);
  return [
    ...(allowed.includes(document.state) ? [] : [`L2 ended as ${document.state}, not ${allowed.join(' or ')}`]),
    ...(counts.accepted > TASKS ? [`I2 ${counts.accepted} tasks accepted for ${TASKS}`] : []),
    ...((document.nodes.unsure ?? 0) === counts.unsure ? [] : [`I2 ${counts.unsure} unsure, not all told`]),
    ...(counts.unsure > CAP ? [`I2 ${counts.unsure} unsure: more than were on the wire`] : []),
  ];
}

function endsOf(cell: Cell): readonly string[] {
  const lost = cell.keys === 'honoured' ? ['done'] : ['done', 'unsure'];
  if (cell.kind === 'kill') return lost;
  const { ends } = FAULTS.find(({ name }) => name === cell.fault) ?? { ends: 'done' };
  if (ends === 'unsure') return lost;
  return ends === 'failed' ? ['failed'] : ['done'];
}

/** A finished pipeline, run again, pays nothing. */
async function notFree({ scene, vendor }: Stage, document: RunDocument | undefined, file: string, now: Audit) {
  if (document?.state !== 'done') return [];
  const again = await scene.cli('run', file, '--simulate', '--api', vendor.api, '--speed', '100', '-y', '--json');
  const { posts } = await vendor.stats();
  if (again.code === 0 && posts === now.posts) return [];
  return [`I2 run again: exit ${again.code}, ${posts - now.posts} POSTs`];
}
