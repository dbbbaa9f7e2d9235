import type { Client } from '@temporalio/client';
import type { RunEntry } from '../store/index.ts';
import type { Bed } from './bench.ts';
import { databaseFile } from './database-file.ts';
import type { Home, Project } from './home.ts';
import { lockAtSize, lockWritesASecond } from './lock-writes.ts';
import { mostResidentMb, residentMb } from './process-facts.ts';
import { engineTimeMs } from './processor-time.ts';
import type { Row } from './row.ts';
import { shotsFrom } from './shots.ts';
import { secondsOf, secondsToFirstLine } from './typed.ts';
import { until } from './until.ts';
import type { Vendor } from './vendor.ts';
import { warmHome } from './warm-home.ts';

const NODES = 10_000;
const FEW = 100;
/** Of the long run so many jobs are measured, after as many others. */
const MEASURED = 300;
const TASK_MS = 300;
const POLL_MS = 25;
const LOOKS = 3;
const TIMEOUT_MS = 240_000;

type Work = { readonly cpuMs: number; readonly databaseKb: number };

/** One run of 10,000 nodes: what it costs a job beside one of 100, and what people wait for while it goes. */
export async function scale(bed: Bed): Promise<readonly Row[]> {
  const { home, client } = await warmHome(bed, POLL_MS);
  const vendor = await bed.newVendor(TASK_MS, { oneClip: true });
  const project = home.project(vendor, POLL_MS);
  project.write('few', shotsFrom(1, FEW));
  project.write('many', shotsFrom(1 + FEW, NODES));
  bed.say(`scale: a run of ${FEW}`);
  const few = await worked(home, FEW, async () => ended(client, await project.detach('few')));
  bed.say(`scale: a run of ${NODES}`);
  const planS = [await secondsOf(project, 'plan', 'pipelines/many.yaml')];
  const typedMs = Date.now();
  const run = await project.detach('many');
  const { arrivedAt } = await until('the first POST', TIMEOUT_MS, async () =>
    (await vendor.tasks()).find((task) => task.arrivedAt >= typedMs),
  );
  await accepted(vendor, FEW + MEASURED);
  const many = await worked(home, MEASURED, () => accepted(vendor, FEW + MEASURED * 2));
  bed.say('scale: looking at it');
  const looks = await lookedAt(project, run);
  const writes = await lockWritesASecond(project, 'many');
  const { worker, server } = home.pids();
  return [
    { figure: '10,000 nodes: plan', unit: 's', goal: 3, values: planS },
    { figure: '  run --detach typed to first POST', unit: 's', values: [(arrivedAt - typedMs) / 1000] },
    { figure: '  status', unit: 's', goal: 1, values: looks.status },
    { figure: '  list', unit: 's', goal: 1, values: looks.list },
    { figure: '  watch, to its first totals', unit: 's', goal: 1, values: looks.watch },
    { figure: '  – a command that looks at nothing', unit: 's', values: looks.nothing },
    { figure: '  processor time a job', unit: 'ms', values: [many.cpuMs] },
    { figure: '  – of a run of 100', unit: 'ms', values: [few.cpuMs] },
    { figure: '  – ratio', unit: 'ratio', goal: 1.2, values: [many.cpuMs / few.cpuMs] },
    { figure: '  worker, memory', unit: 'MB', goal: 250, values: defined(residentMb(worker)) },
    { figure: '  – at most', unit: 'MB', values: defined(mostResidentMb(worker)) },
    { figure: '  server, memory', unit: 'MB', values: defined(residentMb(server)) },
    { figure: '  database, growth a job', unit: 'KB', values: [many.databaseKb] },
    { figure: '  lock file written, times a second', unit: 'ratio', goal: 1, values: [writes] },
    ...(await lockAtSize(project, 'many', NODES, bed.newFolder())),
  ];
}

async function ended(client: Client, run: RunEntry): Promise<void> {
  await client.workflow.getHandle(run.workflowId).result();
}

/** Processor time of worker and server and growth of the database while so many jobs are worked on, a job. */
async function worked(home: Home, jobs: number, act: () => Promise<void>): Promise<Work> {
  const [cpuMs, { usedKb }] = [engineTimeMs(home.pids()), databaseFile(home.databaseFolder)];
  await act();
  const nowMs = engineTimeMs(home.pids());
  if (cpuMs === undefined || nowMs === undefined) throw new Error('this platform does not tell processor time');
  return {
    cpuMs: (nowMs - cpuMs) / jobs,
    databaseKb: (databaseFile(home.databaseFolder).usedKb - usedKb) / jobs,
  };
}

async function accepted(vendor: Vendor, tasks: number): Promise<void> {
  await until(`${tasks} tasks`, TIMEOUT_MS, async () => (await vendor.stats()).tasks >= tasks || undefined);
}

type Looks = { readonly [what in 'status' | 'list' | 'watch' | 'nothing']: readonly number[] };

async function lookedAt(project: Project, { pipeline }: RunEntry): Promise<Looks> {
  const looks: { readonly [what in keyof Looks]: number[] } = { status: [], list: [], watch: [], nothing: [] };
  for (let n = 0; n < LOOKS; n++) {
    looks.status.push(await secondsOf(project, 'status', pipeline));
    looks.list.push(await secondsOf(project, 'list'));
    looks.nothing.push(await secondsOf(project, '--version'));
    looks.watch.push(await secondsToFirstLine(project, /nodes?\b/, 'watch', pipeline));
  }
  return looks;
}

function defined(value: number | undefined): readonly number[] {
  return value === undefined ? [] : [value];
}
