import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EventName, Fault, LedgerView, Settings, StatsView } from '../../simulator/index.ts';

export type VendorFlags = {
  readonly speed?: number;
  readonly api?: Settings['api'];
  readonly idempotency?: Settings['idempotency'];
  readonly cap?: number;
  readonly 'task-ms'?: number;
  readonly extend?: Settings['extend'];
};

/** A simulator in a process of its own, told what to do over its control surface. */
export type Vendor = {
  readonly url: string;
  readonly pid: number;
  readonly speed: number;
  readonly api: Settings['api'];
  readonly ledger: () => Promise<LedgerView>;
  readonly stats: () => Promise<StatsView>;
  /** Rejects when it has not happened so often after 60 s. */
  readonly wait: (event: EventName, count?: number) => Promise<void>;
  /** Waits for the nth such event from now on: called before what causes it, awaited after. */
  readonly upcoming: (event: EventName, nth?: number) => Promise<() => Promise<void>>;
  readonly fault: (fault: Fault) => Promise<void>;
  readonly clearFaults: () => Promise<void>;
  /** Answers the calls that are held, the oldest first: all, or so many. */
  readonly release: (count?: number) => Promise<void>;
  /** The scripted faults, with how often each struck. */
  readonly struck: () => Promise<readonly (Fault & { readonly struck: number })[]>;
  /** `kill -9`, and up again on the same port; `forgets`: without its memory. Scripted faults are gone with it. */
  readonly restart: (how?: { readonly forgets: boolean }) => Promise<void>;
  readonly close: () => Promise<void>;
};

type Running = {
  readonly url: string;
  readonly pid: number;
  readonly kill: () => void;
  readonly gone: Promise<void>;
};

const SCRIPT = path.resolve(import.meta.dirname, '../../dist/simulator/main.js');
const WAIT_MS = 60_000;

/** Starts a simulator whose state lies in `folder`, as the CLI starts the project's own. */
export async function startVendor(folder: string, wanted: VendorFlags): Promise<Vendor> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { api = 'simulator', speed = 1 } = wanted;
  const flags = Object.entries({ ...wanted, api, speed }).flatMap(([flag, value]) => [`--${flag}`, String(value)]);
  const state = path.join(folder, 'simulator.state.json');
  const up = async (...more: readonly string[]): Promise<Running> => {
    const words = [SCRIPT, '--state', state, ...flags, ...more];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (bytes) => resolve(String(bytes).trim().replace('listening ', '')));
      void gone.then(() => reject(new Error('the simulator did not start')));
    });
    return { url, pid: child.pid ?? 0, kill: () => void child.kill('SIGKILL'), gone };
  };
  let running = await up();
  const { url, pid } = running;
  const get = async (what: string) => (await fetch(`${url}/_sim/${what}`)).json();
  const tell = async (method: string, what: string, body: object = {}) => {
    const answer = await fetch(`${url}/_sim/${what}`, { method, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${what}: ${await answer.text()}`);
  };
  const heard = async (event: EventName, count: number, timeoutMs: number) =>
    (await get(`wait?event=${event}&count=${count}&timeoutMs=${timeoutMs}`)) as { happened: boolean; count: number };
  const wait = async (event: EventName, count = 1) => {
    const { happened, count: counted } = await heard(event, count, WAIT_MS);
    if (!happened) throw new Error(`${event} happened ${counted} times, not ${count}`);
  };
  return {
    url,
    pid,
    speed,
    api,
    ledger: async () => (await get('ledger')) as LedgerView,
    stats: async () => (await get('stats')) as StatsView,
    wait,
    upcoming: async (event, nth = 1) => {
      const { count } = await heard(event, 0, 0);
      return () => wait(event, count + nth);
    },
    fault: (fault) => tell('POST', 'faults', fault),
    clearFaults: () => tell('DELETE', 'faults'),
    release: (count) => tell('POST', 'release', count === undefined ? {} : { count }),
    struck: async () => ((await get('faults')) as { faults: readonly (Fault & { struck: number })[] }).faults,
    restart: async ({ forgets } = { forgets: false }) => {
      running.kill();
      await running.gone;
      if (forgets) rmSync(state);
      running = await up('--port', new URL(url).port);
    },
    close: async () => {
      running.kill();
      await running.gone;
    },
  };
}

/** Lets `--simulate` of a project find this one instead of starting its own. */
export function adoptAsSimulator(root: string, { url, pid, speed, api }: Vendor): void {
  const known = { pid, port: Number(new URL(url).port), speed, api };
  writeFileSync(path.join(root, '.dailies', 'simulated', 'simulator.json'), `${JSON.stringify(known)}\n`);
}
