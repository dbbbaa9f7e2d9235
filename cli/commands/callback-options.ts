import { type Command, Option } from 'commander';
import type { CallbackSettings } from '../../config/index.ts';
import type { Shell } from '../session/shell.ts';

/** What `dailies up` and `dailies worker` take: one setting of the home, whoever writes it. */
export type CallbackOptions = { readonly callback?: string | false; readonly callbackPort?: string };

/** Adds `--callback URL`, `--callback-port N` and `--no-callback`. */
export function withCallbackOptions(command: Command): Command {
  return command
    .option('--callback <url>', 'public address under which the vendor may call back; kept until it is changed')
    .addOption(new Option('--callback-port <port>', 'port on 127.0.0.1 that your proxy forwards to (default: 19419)'))
    .option('--no-callback', 'turn callbacks off: only poll');
}

/** Keeps what was typed in the home and returns what holds now. Throws ConfigError (78). */
export async function keepCallbackOptions(
  shell: Shell,
  { callback, callbackPort }: CallbackOptions,
): Promise<CallbackSettings | undefined> {
  const { callbackSettings, readCallbacks, saveCallbacks } = await import('../../config/index.ts');
  const { Refusal } = await import('../session/refusal.ts');
  if (callback === false) saveCallbacks(shell.home, undefined);
  else if (callback !== undefined || callbackPort !== undefined) {
    const known = readCallbacks(shell.home);
    const url = callback ?? known?.url;
    if (url === undefined) throw new Refusal(64, '--callback-port without --callback', 'name the public address, too');
    saveCallbacks(shell.home, callbackSettings(url, callbackPort ?? known?.port));
  }
  return readCallbacks(shell.home);
}
