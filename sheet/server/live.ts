import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Sheet } from '../model/data.ts';
import { changeOf } from './change.ts';
import type { Desk } from './desk.ts';
import { HEADERS } from './headers.ts';

/** Tabs that listen at once; a browser opens six connections to one host. */
const MOST_LISTENERS = 20;
const MOST_WAITING_BYTES = 16 * 1024 * 1024;
/** As many times as long as a look took, none is taken. */
const BREAKS = 2;
/** So that a listener that is gone is noticed. */
const BREATH_MS = 20_000;

export type Live = {
  readonly join: (response: ServerResponse) => void;
  /** Somebody waits to see what came of an order: no break now. */
  readonly hurry: () => void;
  readonly close: () => void;
};

/** Sends the whole sheet to whoever joins, and then what changes, as server-sent events. Looks only while somebody listens. */
export function openLive(desk: Desk): Live {
  const listeners = new Set<ServerResponse>();
  /** Joined, and not told anything yet. */
  const newcomers = new Set<ServerResponse>();
  let sent: Sheet | undefined;
  let isLooking = false;
  let again = false;
  let resting = new AbortController();
  const stop = desk.onChange(() => {
    if (listeners.size + newcomers.size > 0) void look();
  });
  const breath = setInterval(() => tell(listeners, ': still here\n\n'), BREATH_MS);
  breath.unref();

  /** One look at a time; what changes meanwhile is one more. */
  async function look(): Promise<void> {
    again = true;
    if (isLooking) return;
    isLooking = true;
    while (again) {
      again = false;
      const sinceMs = performance.now();
      try {
        show(await desk.sheet());
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error);
        for (const some of [listeners, newcomers]) tell(some, eventOf('trouble', { words }));
      }
      // A night of thousands of shots is not looked at without a break.
      const { signal } = resting;
      await pause(BREAKS * (performance.now() - sinceMs), undefined, { ref: false, signal }).catch(() => undefined);
      if (signal.aborted) resting = new AbortController();
    }
    isLooking = false;
  }

  function show(sheet: Sheet): void {
    const change = changeOf(sent, sheet);
    sent = sheet;
    if (change !== undefined) tell(listeners, eventOf(change.kind, change.data));
    welcome(sheet);
  }

  function welcome(sheet: Sheet): void {
    tell(newcomers, eventOf('sheet', sheet));
    for (const one of newcomers) listeners.add(one);
    newcomers.clear();
  }

  return {
    join: (response) => {
      if (listeners.size + newcomers.size >= MOST_LISTENERS) {
        response.writeHead(503, HEADERS).end();
        return;
      }
      response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
      response.flushHeaders();
      response.on('close', () => {
        listeners.delete(response);
        newcomers.delete(response);
      });
      newcomers.add(response);
      // How it stood when somebody looked last is there at once; what has changed since comes after it.
      if (sent !== undefined) welcome(sent);
      void look();
    },
    hurry: () => resting.abort(),
    close: () => {
      stop();
      resting.abort();
      clearInterval(breath);
      for (const listener of [...listeners, ...newcomers]) listener.end();
    },
  };
}

function tell(some: ReadonlySet<ServerResponse>, text: string): void {
  for (const listener of some) {
    // One that reads no more asks for the whole sheet when it comes back.
    if (listener.writableLength > MOST_WAITING_BYTES) listener.destroy();
    else listener.write(text);
  }
}

function eventOf(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
