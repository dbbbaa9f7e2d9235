import { statSync } from 'node:fs';
import { countOpenRuns } from './namespace.ts';
import type { ServerState } from './state.ts';
import type { Supervision } from './supervision.ts';
import { withConnection } from './temporal-connection.ts';
import { timings } from './timings.ts';

/** Notices that nobody needs the engine any more. */
export interface IdleWatch {
  /** True when no run was open and no command came for the idle time. Asks the server now and then only. */
  isIdle(server: ServerState): Promise<boolean>;
  /** Milliseconds since the epoch of the last command that needed the engine. */
  lastUseMs(): number;
}

/** A watch that begins now. */
export function makeIdleWatch(c: Supervision): IdleWatch {
  const { idleStopMs } = c.options;
  const lookEveryMs = Math.min(timings.idleLookMs, idleStopMs / 4);
  const lastUseMs = () => statSync(c.layout.lastUse, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  let lastNeededMs = Date.now();
  let nextLookMs = 0;
  return {
    lastUseMs,
    async isIdle(server) {
      if (Date.now() < nextLookMs) return false;
      nextLookMs = Date.now() + lookEveryMs;
      if (await hasOpenRun(server)) lastNeededMs = Date.now();
      return Date.now() - Math.max(lastNeededMs, lastUseMs()) > idleStopMs;
    },
  };
}

async function hasOpenRun(server: ServerState): Promise<boolean> {
  try {
    return (await withConnection({ address: `127.0.0.1:${server.port}` }, countOpenRuns)) > 0;
  } catch {
    return true; // who cannot be asked may be busy
  }
}
