import type { ServerResponse } from 'node:http';
import type { Sheet } from '../model/data.ts';
import { changeOf } from './change.ts';
import type { Desk } from './desk.ts';
import { HEADERS } from './headers.ts';

/** Tabs that listen at once; a browser opens six connections to one host. */
const MOST_LISTENERS = 20;
const MOST_WAITING_BYTES = 16 * 1024 * 1024;
/** So that a listener that is gone is noticed. */
const BREATH_MS = 20_000;

export type Live = { readonly join: (response: ServerResponse) => Promise<void>; readonly close: () => void };

/** Sends the whole sheet to whoever joins, and then what changes, as server-sent events. Looks only while somebody listens. */
export function openLive(desk: Desk): Live {
  const listeners = new Set<ServerResponse>();
  let sent: Sheet | undefined;
  let looking: Promise<void> | undefined;
  let again = false;
  const stop = desk.onChange(() => {
    if (listeners.size > 0) void look();
  });
  const breath = setInterval(() => tell(': still here\n\n'), BREATH_MS);
  breath.unref();

  /** One look at a time; what changes meanwhile is one more. */
  function look(): Promise<void> {
    again = true;
    looking ??= (async () => {
      while (again) {
        again = false;
        const sheet = await desk.sheet().catch(() => undefined);
        if (sheet === undefined) continue;
        const change = changeOf(sent, sheet);
        sent = sheet;
        if (change !== undefined) tell(eventOf(change.kind, change.data));
      }
    })().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  function tell(text: string): void {
    for (const listener of listeners) {
      // One that reads no more asks for the whole sheet when it comes back.
      if (listener.writableLength > MOST_WAITING_BYTES) listener.destroy();
      else listener.write(text);
    }
  }

  return {
    join: async (response) => {
      if (listeners.size >= MOST_LISTENERS) {
        response.writeHead(503, HEADERS).end();
        return;
      }
      response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
      response.flushHeaders();
      await look();
      if (response.destroyed) return;
      response.write(eventOf('sheet', sent ?? (await desk.sheet())));
      response.on('close', () => listeners.delete(response));
      listeners.add(response);
    },
    close: () => {
      stop();
      clearInterval(breath);
      for (const listener of listeners) listener.end();
    },
  };
}

function eventOf(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
