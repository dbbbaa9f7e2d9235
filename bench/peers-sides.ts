import type { Bed } from './bench.ts';
import { ourSide } from './compare-sides.ts';
import type { Side } from './compare-trial.ts';
import { type Batch, programSide, runProgram } from './peers-program.ts';
import { type Started, type StartServer, startPostgres, startRedis, startRestate } from './peers-servers.ts';
import { processorTimeMs } from './processor-time.ts';
import type { Shot } from './shots.ts';
import type { Vendor } from './vendor.ts';

/** One of those that are compared, set up and ready for batches. */
export type OpenSide = {
  /** Has a batch made, from its typing to its last file. */
  readonly make: (vendor: Vendor, shots: readonly Shot[]) => Promise<void>;
  /** Types a batch that will be killed in the midst of it; `knowsKeys`: the vendor knows a payment again by its key. */
  readonly begin: (vendor: Vendor, shots: readonly Shot[], knowsKeys: boolean) => Promise<Side>;
  /** User and system time of what stays between batches, ms; undefined where the platform does not say. */
  readonly stayingMs: () => number | undefined;
  readonly close: () => Promise<void>;
};

export type PeerSide = {
  readonly title: string;
  readonly open: (bed: Bed, pollMs: number) => Promise<OpenSide>;
  /** So many are killed side by side: what recovers by a timer of half a minute would take all evening. */
  readonly killsAtOnce: number;
  /** How often a batch is made. */
  readonly batches: number;
  /** Kills at each of the two vendors. */
  readonly kills: number;
};

const BATCHES = 3;
const KILLS = 5;

/** Those that are compared, by the name that can be typed. */
export const SIDES: { readonly [name: string]: PeerSide } = {
  'p-queue': peer('p-queue', { program: 'p-queue' }),
  bullmq: { ...peer('BullMQ', { program: 'bullmq', server: startRedis }), killsAtOnce: KILLS },
  dbos: peer('DBOS', { program: 'dbos', server: startPostgres, extra: (pollMs) => ({ queuePollMs: pollMs }) }),
  'dbos-default': {
    ...peer('DBOS, as it comes', { program: 'dbos', server: startPostgres }),
    // Its queue is looked at once a second, which is all that differs.
    batches: 1,
    kills: 0,
  },
  restate: peer('Restate', { program: 'restate', server: startRestate }),
  dailies: { title: 'Dailies', open: openOurs, killsAtOnce: 1, batches: BATCHES, kills: KILLS },
};

type Program = {
  readonly program: string;
  readonly server?: StartServer;
  readonly extra?: (pollMs: number) => { readonly [fact: string]: number };
};

function peer(title: string, made: Program): PeerSide {
  return { title, open: (bed, pollMs) => openPeer(bed, pollMs, made), killsAtOnce: 1, batches: BATCHES, kills: KILLS };
}

async function openPeer(bed: Bed, pollMs: number, { program, server, extra }: Program): Promise<OpenSide> {
  const started: Started | undefined = server === undefined ? undefined : await server(bed.newFolder());
  const { close } = bed.keep({ close: async () => started?.server.kill() });
  let batches = 0;
  const batch = (vendor: Vendor, shots: readonly Shot[]): Batch => {
    batches += 1;
    const facts = { ...started?.facts(`batch-${batches}`), ...extra?.(pollMs) };
    return { program, vendor, shots, folder: bed.newFolder(), pollMs, facts };
  };
  return {
    make: (vendor, shots) => runProgram(batch(vendor, shots)),
    begin: async (vendor, shots) => programSide(batch(vendor, shots), started),
    stayingMs: () => (started === undefined ? 0 : started.server.processorTimeMs()),
    close,
  };
}

async function openOurs(bed: Bed, pollMs: number): Promise<OpenSide> {
  const home = bed.newHome();
  await home.up();
  return {
    make: async (vendor, shots) => {
      const project = home.project(vendor, pollMs);
      project.write('batch', shots);
      const run = await project.detach('batch');
      await (await home.client()).workflow.getHandle(run.workflowId).result();
      const made = (await (await project.store()).records.all('batch')).length;
      if (made !== shots.length) throw new Error(`a run ended with ${made} files`);
    },
    begin: async (vendor, shots, knowsKeys) => {
      const project = home.project(vendor, pollMs, knowsKeys ? 'simulator' : 'qingbo-seed-2026-04');
      return ourSide({ home, project, vendor, shots });
    },
    stayingMs: () => {
      const { supervisor, server, worker } = home.pids();
      const times = [supervisor, server, worker].map((pid) => (pid === undefined ? undefined : processorTimeMs(pid)));
      return times.reduce((sum, one) => (sum === undefined || one === undefined ? undefined : sum + one), 0);
    },
    close: home.close,
  };
}
