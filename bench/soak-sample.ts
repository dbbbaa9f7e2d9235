import { readdirSync } from 'node:fs';
import type { Client } from '@temporalio/client';
import { databaseFile } from './database-file.ts';
import { historyLengths } from './history-lengths.ts';
import type { Home } from './home.ts';
import { openDescriptors, residentMb } from './process-facts.ts';
import type { Vendor } from './vendor.ts';

/** What stands at one moment of a soak; what only grows is counted from the beginning. */
export type Sample = {
  readonly minute: number;
  /** Tasks that the vendor has accepted. */
  readonly jobs: number;
  readonly workerMb: number;
  readonly workerFiles: number;
  readonly serverMb: number;
  readonly serverFiles: number;
  readonly supervisorMb: number;
  readonly events: number;
  readonly databaseKb: number;
  readonly storeFiles: number;
};

/** What is looked at. */
export type Watched = {
  readonly home: Home;
  readonly client: Client;
  readonly vendor: Vendor;
  readonly storeFolder: string;
  readonly startedMs: number;
  /** Lengths of closed histories, as far as known. */
  readonly lengths: Map<string, number>;
};

/** Takes a sample; rejects where a part of the engine does not run. */
export async function takeSample({ home, client, vendor, storeFolder, startedMs, lengths }: Watched): Promise<Sample> {
  const { supervisor, server, worker } = home.pids();
  const sizes = {
    workerMb: residentMb(worker),
    workerFiles: openDescriptors(worker),
    serverMb: residentMb(server),
    serverFiles: openDescriptors(server),
    supervisorMb: residentMb(supervisor),
  };
  const { tasks: jobs } = await vendor.stats();
  const missing = Object.entries(sizes).find(([, value]) => value === undefined);
  if (missing !== undefined) throw new Error(`${missing[0]} cannot be measured`);
  const { workerMb = 0, workerFiles = 0, serverMb = 0, serverFiles = 0, supervisorMb = 0 } = sizes;
  return {
    minute: (performance.now() - startedMs) / 60_000,
    ...{ jobs, workerMb, workerFiles, serverMb, serverFiles, supervisorMb },
    events: await historyLengths(client, lengths),
    databaseKb: databaseFile(home.databaseFolder).usedKb,
    storeFiles: filesBelow(storeFolder),
  };
}

function filesBelow(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).length;
}
