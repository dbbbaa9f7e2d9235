import { setTimeout as pause } from 'node:timers/promises';
import type { CallbackSettings } from '../../config/index.ts';
import { Refusal } from './refusal.ts';
import type { Shell } from './shell.ts';

/** The worker reads its settings each second; a port that is in use is tried again. */
const HEARD_MS = 6_000;
const ANSWER_MS = 3_000;
const LOOK_MS = 100;

/**
 * Waits until a worker of this home listens for callbacks, and says whether the public address leads to it. Throws
 * Refusal (69) where nobody listens.
 */
export async function checkCallbacks(shell: Shell, { url, port }: CallbackSettings, heardMs = HEARD_MS): Promise<void> {
  const { callbackSecret, isOurListener } = await import('../../config/index.ts');
  const secret = callbackSecret(shell.home);
  const local = `http://127.0.0.1:${port}`;
  const endMs = performance.now() + heardMs;
  while (!(await isOurListener(local, secret, ANSWER_MS))) {
    if (performance.now() > endMs) {
      throw new Refusal(
        69,
        `no worker listens for callbacks at ${local}`,
        'another program may have the port: choose one with --callback-port; runs go on by polling',
      );
    }
    await pause(LOOK_MS);
  }
  shell.terminal.data(`callbacks: ${url} → 127.0.0.1:${port}`);
  if (await isOurListener(url, secret, ANSWER_MS)) return;
  // Some networks do not let a machine reach its own public address: no reason to refuse.
  shell.terminal.say(`${url} did not lead here from this machine; see docs/callbacks.md`);
}
