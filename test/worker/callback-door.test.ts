import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { callbackSecret, callbackSettings, isOurListener, readCallbacks, saveCallbacks } from '../../config/index.ts';
import { freePorts } from '../../engine/ports.ts';
import { type CallbackDoor, openCallbackDoor } from '../../worker/callback-door.ts';

const ATTEMPT = 'a'.repeat(32);
const URL_OF_STUDIO = 'https://studio.example/dailies';
let home: string;
let port: number;
let said: string[];
const doors: CallbackDoor[] = [];
beforeEach(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), 'dailies-door-'));
  [port = 0] = await freePorts(1);
  said = [];
});
afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
  rmSync(home, { recursive: true, force: true });
});

const open = async () => {
  const storeOf = () => Promise.reject(new Error('no store is needed'));
  const door = await openCallbackDoor({ home, storeOf, log: (_level, message) => said.push(message) });
  doors.push(door);
  return door;
};
const want = (wanted = port) => saveCallbacks(home, callbackSettings(URL_OF_STUDIO, wanted));
/** What is typed counts within a second or two. */
const until = async (holds: () => boolean) => {
  for (const end = Date.now() + 8_000; !holds() && Date.now() < end; ) await delay(20);
  expect(holds()).toBe(true);
};
const asked = (at: number) => isOurListener(`http://127.0.0.1:${at}`, callbackSecret(home), 1_000);

it('callbacks are turned on, moved and off while the worker runs', async () => {
  const { callbacks } = await open();
  expect(callbacks.urlFor(ATTEMPT)).toBeUndefined();
  want();
  await until(() => callbacks.urlFor(ATTEMPT) !== undefined);
  expect(callbacks.urlFor(ATTEMPT)).toMatch(/^https:\/\/studio\.example\/dailies\/cb_[\w-]{43}$/);
  expect(await asked(port)).toBe(true);
  const [other = 0] = await freePorts(1);
  want(other);
  await until(() => said.length === 2);
  expect([await asked(other), await asked(port)]).toEqual([true, false]);
  saveCallbacks(home, undefined);
  await until(() => callbacks.urlFor(ATTEMPT) === undefined);
  expect(await asked(other)).toBe(false);
});

it('a port that another program has is said, and taken when it is free', async () => {
  const stranger = createServer((_request, response) => response.end('hello'));
  await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve));
  want();
  const { callbacks } = await open();
  expect(callbacks.urlFor(ATTEMPT)).toBeUndefined();
  expect(said).toEqual([expect.stringContaining('taken by another program')]);
  stranger.closeAllConnections();
  await new Promise((resolve) => stranger.close(resolve));
  await until(() => callbacks.urlFor(ATTEMPT) !== undefined);
});

it('a second worker of the home is called back by the first, and takes the port when that one ends', async () => {
  want();
  const first = await open();
  const second = await open();
  expect(second.callbacks.urlFor(ATTEMPT)).toBe(first.callbacks.urlFor(ATTEMPT));
  await first.close();
  for (const end = Date.now() + 8_000; !(await asked(port)) && Date.now() < end; ) await delay(20);
  expect(second.callbacks.urlFor(ATTEMPT)).toBeDefined();
});

it('the secret is minted once, for its owner only, and half of one counts for nothing', () => {
  const secret = callbackSecret(home);
  const file = path.join(home, 'keys', 'callbacks.secret');
  expect([secret.length, callbackSecret(home), statSync(file).mode & 0o777]).toEqual([64, secret, 0o600]);
  writeFileSync(file, secret.slice(0, 8));
  expect(() => callbackSecret(home)).toThrow(/is no secret/);
});

it.each([
  ['ftp://studio.example', 19_419, 'not an http'],
  ['http://studio.example', 19_419, 'must be https'],
  ['https://user:pass@studio.example', 19_419, 'no query, fragment, user'],
  ['https://studio.example/?a=1', 19_419, 'no query, fragment, user'],
  ['https://studio.example', '0', 'is no port'],
  ['https://studio.example', 'x', 'is no port'],
])('%s with port %s is refused', (url, wanted, why) => {
  expect(() => callbackSettings(url, wanted)).toThrow(why);
});

it('an unreadable setting only means that nothing is called back', async () => {
  writeFileSync(path.join(home, 'callbacks.json'), '{');
  const { callbacks } = await open();
  expect(() => readCallbacks(home)).toThrow();
  expect(callbacks.urlFor(ATTEMPT)).toBeUndefined();
  expect(said).toEqual([expect.stringContaining('cannot be read')]);
});
