import { freePorts } from '../../engine/ports.ts';
import type { Ended } from '../e2e/command.ts';
import type { Commands } from './commands.ts';
import type { CallbackFault } from './faults/index.ts';
import type { Stage } from './stage.ts';

type Shot = { readonly callback: CallbackFault; readonly shot: string };
/** What was wrong about the answers, by shot. */
export type Misheard = { readonly [shot: string]: readonly string[] };

/** Has the engine listen for callbacks, and ask the vendor for them. */
export async function withCallbacks(commands: Commands): Promise<void> {
  const [port] = await freePorts(1);
  const { code, stderr } = await commands.run(
    ...['up', '--callback', `http://127.0.0.1:${port}`, '--callback-port', String(port)],
  );
  if (code !== 0) throw new Error(`up --callback: ${stderr}`);
}

/** Calls back about each shot when its fault says so, and looks at the answers. `ended`: the run is over. */
export async function callBack(stage: Stage, shots: readonly Shot[], ended: Promise<Ended>): Promise<Misheard> {
  const found = await Promise.all(shots.map(async (shot) => [shot.shot, await misheard(stage, shot, ended)] as const));
  return Object.fromEntries(found);
}

async function misheard(stage: Stage, { callback, shot }: Shot, ended: Promise<Ended>): Promise<readonly string[]> {
  const { vendor, stem } = stage;
  const prompt = `${shot} of ${stem}`;
  if (callback.when === 'unanswered') {
    await vendor.fault({ match: { op: 'submit', prompt }, action: { do: 'hold', when: 'after' } });
  } else if (callback.when === 'rendering') {
    await vendor.fault({ match: { op: 'submit', prompt }, action: { do: 'fate', renderMs: 1_500 } });
  }
  const task = await accepted(stage, prompt);
  if (callback.when === 'over') await ended;
  const answers = await Promise.all(callback.calls(task.to, task.id));
  if (callback.when === 'unanswered') await vendor.release();
  const wrong = answers.filter((status) => !callback.answers.includes(status));
  return wrong.map((status) => `answered with ${status}, not ${callback.answers.join(' or ')}`);
}

/** Waits until the vendor has accepted the task of a prompt. */
async function accepted({ vendor }: Stage, prompt: string): Promise<{ readonly id: string; readonly to: string }> {
  for (;;) {
    const next = await vendor.upcoming('accepted');
    const task = (await vendor.ledger()).tasks.find((one) => one.prompt === prompt);
    if (task !== undefined) return { id: task.taskId, to: callbackOf(task.body) };
    await next();
  }
}

function callbackOf(body: unknown): string {
  const url = typeof body === 'object' && body !== null && 'callback_url' in body ? body.callback_url : undefined;
  if (typeof url !== 'string') throw new Error('no callback was asked for');
  return url;
}
