import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { makeCallbacks } from './callbacks.ts';
import { makeClock } from './clock.ts';
import { makeControl } from './control/control.ts';
import { type LedgerView, viewLedger } from './control/ledger-view.ts';
import { makeDesk } from './desk.ts';
import type { Fault } from './faults/fault.ts';
import { makeFaultBook } from './faults/fault-book.ts';
import { makeHolds } from './faults/holds.ts';
import { makeFetchSource } from './fetch-source.ts';
import { handle } from './http/handle.ts';
import { listen } from './http/listen.ts';
import { type EventName, makeJournal } from './journal.ts';
import { makeLedger } from './ledger.ts';
import { makeLinks } from './links.ts';
import { makeLibrary } from './render/library.ts';
import { makeRenderer, type Renderer } from './render/renderer.ts';
import { makeSettings, type Settings, settingsProblem } from './settings.ts';
import { noStateFile, openStateFile } from './state-file.ts';
import { makeStats, type StatsView } from './stats.ts';
import { makeTaskAnswers } from './task-answers.ts';
import { makeTaskLife } from './task-life.ts';
import { makeUploads } from './uploads.ts';

/** What a simulator is started with; without a port it takes a free one. */
export type SimulatorOptions = Partial<Settings> & {
  readonly port?: number;
  /** Tasks, bill, keys, seed and clock outlive the process in this file. */
  readonly stateFile?: string;
  /** Where clips are kept; beside the state file unless told, else in a folder that goes with the simulator. */
  readonly filesFolder?: string;
  /** What makes the clips; absent: they are drawn and encoded, each another. */
  readonly renderer?: Renderer;
};

/** A running simulator. `url` has no path: the vendor's calls are under `apiUrl`, tests' under `url` + `/_sim/`. */
export type Simulator = {
  readonly url: string;
  readonly apiUrl: string;
  readonly port: number;
  readonly settings: () => Settings;
  /** Changes settings at once; throws where they make no sense. */
  readonly change: (wanted: Partial<Settings>) => void;
  readonly fault: (fault: Fault) => void;
  readonly clearFaults: () => void;
  readonly release: (count?: number) => number;
  /** Sets the clock ahead. */
  readonly advance: (ms: number) => void;
  readonly waitFor: (event: EventName, count?: number, timeoutMs?: number) => Promise<boolean>;
  readonly ledger: () => LedgerView;
  readonly stats: () => StatsView;
  readonly forgetKeys: () => void;
  readonly close: () => Promise<void>;
};

/** Starts the vendor's API on 127.0.0.1. Rejects when the port is taken or the state cannot be read. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port: wantedPort = 0, stateFile, filesFolder, renderer = makeRenderer(), ...wanted } = options;
  let settings = makeSettings(wanted);
  const change = (more: Partial<Settings>): string | undefined => {
    const next = { ...settings, ...more };
    const problem = settingsProblem(next);
    if (problem === undefined) settings = next;
    return problem;
  };
  const orThrow = (problem: string | undefined): void => {
    if (problem !== undefined) throw new Error(`simulator: ${problem}`);
  };
  orThrow(change({}));

  const server = await listen(wantedPort);
  const origin = (): string => `http://127.0.0.1:${server.port}`;
  try {
    const state = stateFile === undefined ? noStateFile(settings.seed) : openStateFile(stateFile, settings.seed);
    // Times and pictures of the tasks in the file were decided by the file's own seed.
    settings = { ...settings, seed: state.seed };
    const folder = filesFolder ?? (stateFile === undefined ? undefined : `${stateFile}.files`);
    const ownFolder = folder ?? (await mkdtemp(path.join(os.tmpdir(), 'dailies-simulator-')));
    const clock = makeClock(state.aheadMs);
    const journal = makeJournal();
    const ledger = makeLedger(() => settings.grantedQuota);
    const stats = makeStats();
    const faults = makeFaultBook(state.seed);
    const holds = makeHolds();
    const links = makeLinks(`links of ${state.seed}`, origin);
    const uploads = makeUploads({
      ...{ folder: path.join(ownFolder, 'uploads'), links, origin, now: clock.now },
      linkLifeMs: () => settings.linkLifeMs,
      keys: () => settings.keys,
    });
    const library = makeLibrary({
      folder: ownFolder,
      renderer,
      includesSource: () => settings.extend === 'includes-source',
      fetchSource: makeFetchSource({
        links,
        uploads,
        now: clock.now,
        clipOf: (id) => {
          const task = life.find(id);
          return task?.status === 'completed' ? library.clip(task) : undefined;
        },
      }),
    });
    const current = { settings: () => settings, clock, journal, ledger, stats };
    const changed = makeCallbacks(journal, clock.now);
    const life = makeTaskLife({ ...current, state, clip: library.clip, changed });
    const answers = makeTaskAnswers(() => settings, links, origin);
    const desk = makeDesk({ ...current, seed: state.seed, life, answers });
    const advance = (ms: number): void => {
      clock.advance(ms);
      state.append({ kind: 'clock', aheadMs: clock.aheadMs() });
    };
    const control = makeControl({ ...current, change, advance, life, faults, holds });
    server.serve((request, response) =>
      handle(request, response, { ...current, links, desk, life, library, faults, holds, control, uploads }),
    );

    return {
      url: origin(),
      apiUrl: `${origin()}/v1`,
      port: server.port,
      settings: () => settings,
      change: (more) => orThrow(change(more)),
      fault: faults.add,
      clearFaults: faults.clear,
      release: holds.release,
      advance,
      waitFor: (event, count = 1, timeoutMs = 10_000) => journal.waitFor(event, count, timeoutMs),
      ledger: () => viewLedger(ledger, life.all()),
      stats: stats.view,
      forgetKeys: life.forgetKeys,
      close: async () => {
        life.stop();
        await server.close();
        await renderer.close();
        // A clip that was just being written may come after its folder was read.
        if (folder === undefined) await rm(ownFolder, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
