import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openBed } from './bed.ts';
import type { Bed } from './bench.ts';
import { coursesOf } from './flatness.ts';
import type { Project } from './home.ts';
import { shotsFrom } from './shots.ts';
import { type Sample, takeSample, type Watched } from './soak-sample.ts';
import { soakTable } from './soak-table.ts';

// npm run soak [-- --minutes 30] [--kill-every 2]: one long run and short ones beside it, the worker killed again and
// again; says whether memory, descriptors and what a job leaves behind stay flat. Ends with 1 where something rises, or
// was paid twice.
const { values: flags } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, 'kill-every': { type: 'string', default: '2' } },
});

const TASK_MS = 1000;
const POLL_MS = 25;
const CAP = 5;
const SHORT = 60;
/** The long run must not end before the soak. */
const SPARE = 1.2;

const [minutes, killEvery] = [Number(flags.minutes), Number(flags['kill-every'])];
if (!(minutes > 0) || !(killEvery > 0)) {
  process.stderr.write('--minutes and --kill-every are numbers above 0\n');
  process.exitCode = 64;
} else process.exitCode = await soak();

async function soak(): Promise<number> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const bed = await openBed(process.env, say);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void bed.close().then(() => process.exit(130)));
  try {
    const { samples, twice } = await soaked(bed);
    const courses = coursesOf(samples);
    process.stdout.write(`${soakTable(samples, courses)}\n\npaid twice: ${twice}\n`);
    return courses.every(({ isFlat }) => isFlat) && twice === 0 ? 0 : 1;
  } finally {
    await bed.close();
  }
}

async function soaked(bed: Bed): Promise<{ readonly samples: readonly Sample[]; readonly twice: number }> {
  const home = bed.newHome();
  await home.up();
  const client = await home.client();
  const vendor = await bed.newVendor(TASK_MS, { oneClip: true });
  const project = home.project(vendor, POLL_MS);
  const longShots = Math.ceil((minutes * 60_000 * CAP * SPARE) / TASK_MS);
  project.write('long', shotsFrom(1, longShots));
  await project.detach('long');
  const over = new AbortController();
  const short = shortRuns(project, longShots, over.signal, (run) =>
    client.withAbortSignal(over.signal, () => client.workflow.getHandle(run).result()),
  );
  const { folder: storeFolder } = await project.store();
  const watched: Watched = { home, client, vendor, storeFolder, startedMs: performance.now(), lengths: new Map() };
  const samples: Sample[] = [];
  for (let kill = 1; kill * killEvery <= minutes; kill++) {
    await pause(Math.max(0, watched.startedMs + kill * killEvery * 60_000 - performance.now()));
    const sample = await takeSample(watched);
    samples.push(sample);
    bed.say(JSON.stringify(sample));
    const { worker } = home.pids();
    if (worker !== undefined) process.kill(worker, 'SIGKILL');
  }
  over.abort();
  await short;
  const prompts = (await vendor.tasks()).map(({ prompt }) => prompt);
  return { samples, twice: prompts.length - new Set(prompts).size };
}

/** One after the other until it is over: what a closed run leaves behind in the engine is part of the picture. */
async function shortRuns(
  project: Project,
  after: number,
  over: AbortSignal,
  end: (workflowId: string) => Promise<unknown>,
): Promise<void> {
  for (let n = 0; !over.aborted; n++) {
    project.write(`short-${n}`, shotsFrom(1 + after + n * SHORT, SHORT));
    // A command or a wait that meets the moment of a kill may fail: the next one is started instead.
    await project
      .detach(`short-${n}`)
      .then((run) => end(run.workflowId))
      .catch(() => undefined);
  }
}
