import { stat } from 'node:fs/promises';
import type { Client } from '@temporalio/client';
import type { ProjectStore, RunEntry } from '../../store/index.ts';
import { applyView, realClock } from '../live/index.ts';
import { runState } from '../views/index.ts';
import { withLivingEngine } from './engine-session.ts';
import { aroundRun, lookingAround } from './look-around.ts';
import { nextView } from './next-view.ts';
import { reconnecting } from './reconnecting.ts';
import { seenAround, speedOf } from './seen-around.ts';
import { type SeenRun, seenRun } from './seen-run.ts';
import type { Shell } from './shell.ts';

/** A run that is looked at until `close`: from its engine while one answers, else from the store. */
export type SheetFeed = {
  readonly seen: () => SeenRun;
  readonly onChange: (listener: () => void) => () => void;
  /** Something that the feed cannot see has changed. */
  readonly changed: () => void;
  /** Looks at another run from now on. */
  readonly turnTo: (entry: RunEntry) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Between two looks at a run that goes on, and at the picks file; between two tries to find an engine. */
const LOOK_MS = 700;
const SEARCH_MS = 3_000;

export async function openFeed(shell: Shell, store: ProjectStore, first: RunEntry): Promise<SheetFeed> {
  const listeners = new Set<() => void>();
  const end = new AbortController();
  let seen = await lookOnce(shell, store, first);
  let turn = new AbortController();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const loops = [watchPicks(), watchRun()];
  return {
    seen: () => seen,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed,
    turnTo: async (entry) => {
      seen = await lookOnce(shell, store, entry);
      turn.abort();
      turn = new AbortController();
      changed();
    },
    close: async () => {
      end.abort();
      turn.abort();
      await Promise.all(loops);
    },
  };

  /** Someone may answer in a terminal, or with an editor. */
  async function watchPicks(): Promise<void> {
    let before = await stampOf(store.picks.fileOf(seen.entry));
    while (!end.signal.aborted) {
      await realClock.wait(LOOK_MS, end.signal);
      const now = await stampOf(store.picks.fileOf(seen.entry));
      if (now !== before) changed();
      before = now;
    }
  }

  async function watchRun(): Promise<void> {
    while (!end.signal.aborted) {
      const { signal } = turn;
      if (seen.entry.ended === undefined) {
        await withLivingEngine(shell, (client) => followed(client, signal)).catch(() => undefined);
      }
      await realClock.wait(seen.entry.ended === undefined ? SEARCH_MS : LOOK_MS, signal.aborted ? end.signal : signal);
    }
  }

  /** Until the run is over, another one is looked at, or nobody answers any more. */
  async function followed(client: Client, signal: AbortSignal): Promise<void> {
    const { entry } = seen;
    const link = await reconnecting(shell, client);
    try {
      seen = await seenAround(shell, client, store, entry);
      const around = aroundRun(shell, store, entry, seen.plan, speedOf(store, entry));
      const look = lookingAround(around, realClock.nowMs);
      changed();
      while (!signal.aborted && seen.progress !== undefined && seen.entry.ended === undefined) {
        await realClock.wait(LOOK_MS, signal);
        if (signal.aborted) return;
        const view = await nextView(link, store, entry, seen.progress.view?.cursor ?? 0, look);
        const { progress } = applyView(seen.progress, view);
        const isNews = view.changes.length > 0 || told(view) !== told(seen.progress.view);
        seen = view.over ? await seenRun(link.client(), store, entry) : { ...seen, progress, state: runState(view) };
        if (isNews) changed();
      }
    } finally {
      await link.close();
    }
  }
}

function told(view: object | undefined): string {
  return JSON.stringify({ ...view, cursor: 0, changes: [], around: undefined });
}

async function lookOnce(shell: Shell, store: ProjectStore, entry: RunEntry): Promise<SeenRun> {
  return (
    (await withLivingEngine(shell, (client) => seenAround(shell, client, store, entry))) ??
    (await seenRun(undefined, store, entry))
  );
}

async function stampOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found === undefined ? '' : `${found.mtimeMs} ${found.size} ${found.ino}`;
}
