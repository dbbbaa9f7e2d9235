import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import { accountFacts } from '../config/index.ts';
import { connectClient, engineStatus, homeLayout, livingEngine } from '../engine/index.ts';
import type { ApiProfileName } from '../plan/api-profile.ts';
import { openStore, type ProjectStore, type RunEntry } from '../store/index.ts';
import { type Ended, startCommand } from './command.ts';
import { csvText, pipelineText, type Shot } from './shots.ts';
import type { Vendor } from './vendor.ts';

/** An engine of its own in a temporary folder, with projects beside it. */
export type Home = {
  /** A project at a vendor: each has a store and an account of its own, of the simulator's API profile unless told. */
  readonly project: (vendor: Vendor, pollMs: number, api?: ApiProfileName) => Project;
  readonly client: () => Promise<Client>;
  /** Process ids of the engine's parts, as far as they run. */
  readonly pids: () => { readonly supervisor?: number; readonly server?: number; readonly worker?: number };
  /** Where the engine's database lies. */
  readonly databaseFolder: string;
  readonly up: (...options: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type Project = {
  /** `weight`: the run's share beside other runs; 1 unless told. */
  readonly write: (stem: string, shots: readonly Shot[], weight?: number) => void;
  readonly start: (...args: readonly string[]) => ReturnType<typeof startCommand>;
  /** `dailies run` to its start; rejects where it does not start. Returns the run. */
  readonly detach: (stem: string) => Promise<RunEntry>;
  readonly store: () => Promise<ProjectStore>;
};

/** Nothing of this touches the user's own home; `close` ends and removes everything. */
export function makeHome(folder: string, outer: NodeJS.ProcessEnv): Home {
  const place = mkdtempSync(path.join(folder, 'home-'));
  const home = path.join(place, 'home');
  const env = { ...outer, DAILIES_HOME: home, NO_COLOR: '1', CI: '1', WAVE_API_KEY: 'bench' };
  const must = async (ended: Promise<Ended>, codes: readonly number[]) => {
    const { code, stderr } = await ended;
    if (code === null || !codes.includes(code)) throw new Error(`a command ended with ${code}: ${stderr.slice(-600)}`);
  };
  const clients: Client[] = [];
  return {
    project: (vendor, pollMs, api = 'simulator') =>
      makeProject(mkdtempSync(path.join(place, 'project-')), env, { vendor, pollMs, api }, must),
    client: async () => {
      const engine = await livingEngine({ home, env });
      if (engine === undefined) throw new Error('the engine does not run');
      const client = await connectClient(engine.settings, engine.namespace);
      clients.push(client);
      return client;
    },
    pids: () => {
      const { supervisor, server, worker } = engineStatus({ home });
      const pid = (name: string, one: typeof server) => (one?.alive ? { [name]: one.process.pid } : {});
      return { ...pid('supervisor', supervisor), ...pid('server', server), ...pid('worker', worker) };
    },
    databaseFolder: homeLayout(home).databaseFolder,
    up: (...options) => must(startCommand({ cwd: place, env, args: ['up', ...options] }).ended, [0]),
    close: async () => {
      for (const client of clients) await client.connection.close().catch(() => undefined);
      await startCommand({ cwd: place, env, args: ['down'] }).ended;
      rmSync(place, { recursive: true, force: true });
    },
  };
}

function makeProject(
  root: string,
  outer: NodeJS.ProcessEnv,
  { vendor, pollMs, api }: { readonly vendor: Vendor; readonly pollMs: number; readonly api: ApiProfileName },
  must: (ended: Promise<Ended>, codes: readonly number[]) => Promise<void>,
): Project {
  const env = { ...outer, DAILIES_BASE_URL: vendor.baseUrl };
  const account = { api, poll: { min: `${pollMs}ms`, max: `${pollMs}ms` } };
  writeFileSync(path.join(root, 'dailies.yaml'), JSON.stringify({ version: 1, accounts: { default: account } }));
  mkdirSync(path.join(root, 'pipelines'));
  const start = (...args: readonly string[]) => startCommand({ cwd: root, env, args });
  const store = () => openStore({ root, realm: accountFacts({ root, env }).realm });
  return {
    start,
    store,
    write: (stem, shots, weight) => {
      writeFileSync(path.join(root, 'pipelines', `${stem}.yaml`), pipelineText(stem, weight));
      writeFileSync(path.join(root, 'pipelines', `${stem}.csv`), csvText(shots));
    },
    detach: async (stem) => {
      await must(start('run', `pipelines/${stem}.yaml`, '-y', '--detach').ended, [0, 75]);
      const entry = await (await store()).runs.latest(stem);
      if (entry === undefined) throw new Error(`${stem} was not started`);
      return entry;
    },
  };
}
