import { ConfigError, callbackSecret, isOurListener, readCallbacks } from '../../config/index.ts';
import type { Check } from '../views/index.ts';
import { withLivingEngine } from './engine-session.ts';
import type { Shell } from './shell.ts';

const ANSWER_MS = 3_000;

/** Whether callbacks, where they are wanted, find a worker of this home: on this machine, then by their public address. */
export async function callbackChecks(shell: Shell): Promise<readonly Check[]> {
  const { home } = shell;
  try {
    const wanted = readCallbacks(home);
    if (wanted === undefined) return [];
    const secret = callbackSecret(home);
    const { url, port } = wanted;
    const where = `${url} → 127.0.0.1:${port}`;
    if (!(await isOurListener(`http://127.0.0.1:${port}`, secret, ANSWER_MS))) {
      // Between two runs nobody is there to listen, and nothing is at the vendor that could call.
      const isUp = await withLivingEngine(shell, async () => true).catch(() => false);
      if (!isUp) return [line(true, `${where}: nobody listens while no engine is up`)];
      const hint = 'another program may have the port: dailies up --callback-port N; runs go on by polling';
      return [line(false, `${where}: no worker listens there`, hint)];
    }
    if (await isOurListener(url, secret, ANSWER_MS)) return [line(true, `${where}: heard from both sides`)];
    // Some networks do not let a machine reach its own public address: told, and no reason to be unwell.
    return [line(true, `${where}: the worker listens; from this machine ${url} does not lead to it`)];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [{ ...line(false, error.message, error.hint), exit: error.exit }];
  }
}

function line(ok: boolean, detail: string, hint?: string): Check {
  return { check: 'callbacks', ok, detail, ...(hint === undefined ? {} : { hint }) };
}
