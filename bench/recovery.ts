import { setTimeout as pause } from 'node:timers/promises';
import type { Bed } from './bench.ts';
import type { Home, Project } from './home.ts';
import type { Row } from './row.ts';
import { shotsFrom } from './shots.ts';
import { until } from './until.ts';
import type { Vendor } from './vendor.ts';

const KILLS = 5;
const TASK_MS = 1000;
const POLL_MS = 25;
const SHOTS = shotsFrom(1, 90);
/** A submit that was under way when the server died ends without it, and what a killed worker had sent still arrives. */
const LAST_WORDS_MS = 300;
const TIMEOUT_MS = 40_000;

type Recovery = { readonly postS: number; readonly fileS: number };
type Round = { readonly worker: Recovery; readonly server: Recovery; readonly all: Recovery; readonly twice: number };

/**
 * `kill -9` of the worker, then of the server, then of everything followed by `dailies resume`, at moments that differ
 * from round to round; each round with an engine of its own, since a process that dies twice a minute is held back.
 */
export async function recovery(bed: Bed): Promise<readonly Row[]> {
  const rounds: Round[] = [];
  const closing: Promise<void>[] = [];
  for (let n = 1; n <= KILLS; n++) {
    bed.say(`recovery: ${n} of ${KILLS}`);
    rounds.push(await oneRound(bed, n / KILLS, closing));
  }
  await Promise.all(closing);
  const row = (figure: string, goal: number, value: (round: Round) => number): Row => {
    return { figure, unit: 's', goal, values: rounds.map(value) };
  };
  return [
    row('worker killed, to the next POST', 6, ({ worker }) => worker.postS),
    row('  to the next finished file', 6, ({ worker }) => worker.fileS),
    row('server killed, to the next POST', 3, ({ server }) => server.postS),
    row('  to the next finished file', 3, ({ server }) => server.fileS),
    row('all killed and resume typed, to the next POST', 12, ({ all }) => all.postS),
    row('  to the next finished file', 12, ({ all }) => all.fileS),
    { figure: 'tasks paid twice', unit: 'count', goal: 0, values: rounds.map(({ twice }) => twice) },
  ];
}

async function oneRound(bed: Bed, phase: number, closing: Promise<void>[]): Promise<Round> {
  const vendor = await bed.newVendor(TASK_MS);
  const home = bed.newHome();
  const project = home.project(vendor, POLL_MS);
  project.write('long', SHOTS);
  await project.detach('long');
  const worker = await kill(home, project, vendor, ['worker'], phase);
  const server = await kill(home, project, vendor, ['server'], phase);
  const all = await kill(home, project, vendor, ['supervisor', 'worker', 'server'], phase);
  const prompts = (await vendor.tasks()).map(({ prompt }) => prompt);
  // Nobody waits for the end of an engine that is not measured any more.
  closing.push(home.close().then(() => vendor.close()));
  return { worker, server, all, twice: prompts.length - new Set(prompts).size };
}

type Part = 'supervisor' | 'server' | 'worker';

async function kill(
  home: Home,
  project: Project,
  vendor: Vendor,
  parts: readonly Part[],
  phase: number,
): Promise<Recovery> {
  await untilBusy(vendor);
  await pause(phase * TASK_MS);
  const pids = home.pids();
  for (const part of parts) {
    const pid = pids[part];
    if (pid === undefined) throw new Error(`the ${part} does not run`);
    process.kill(pid, 'SIGKILL');
  }
  const killedMs = Date.now();
  const sinceMs = killedMs + LAST_WORDS_MS;
  const follower = parts.includes('supervisor') ? project.start('resume', 'long').child : undefined;
  const store = await project.store();
  const [postMs, fileMs] = await Promise.all([
    until('the next POST', TIMEOUT_MS, async () =>
      earliest(
        (await vendor.tasks()).map((task) => task.arrivedAt),
        sinceMs,
      ),
    ),
    until('the next file', TIMEOUT_MS, async () =>
      earliest(
        (await store.records.all('long')).map((record) => Date.parse(record.madeAt)),
        sinceMs,
      ),
    ),
  ]);
  follower?.kill('SIGINT');
  return { postS: (postMs - killedMs) / 1000, fileS: (fileMs - killedMs) / 1000 };
}

/** Until every slot has been taken anew once more. */
async function untilBusy(vendor: Vendor): Promise<void> {
  const before = (await vendor.tasks()).length;
  await until('five more tasks', TIMEOUT_MS, async () => (await vendor.tasks()).length >= before + 5 || undefined);
}

function earliest(timesMs: readonly number[], sinceMs: number): number | undefined {
  const later = timesMs.filter((atMs) => atMs >= sinceMs);
  return later.length === 0 ? undefined : Math.min(...later);
}
