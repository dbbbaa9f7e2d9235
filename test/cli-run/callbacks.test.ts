import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCallbackTokens, listenForCallbacks } from '../../activities/index.ts';
import { type CallbackOptions, keepCallbackOptions } from '../../cli/commands/callback-options.ts';
import { checkCallbacks } from '../../cli/session/callback-check.ts';
import { callbackChecks } from '../../cli/session/callback-doctor.ts';
import type { Shell } from '../../cli/session/shell.ts';
import { CALLBACK_PORT, callbackSecret, callbackSettings, listenerProof, saveCallbacks } from '../../config/index.ts';

const STUDIO = 'https://studio.example/dailies';
let home: string;
let said: string[];
let shell: Shell;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'dailies-callbacks-'));
  said = [];
  const hear = (line: string) => said.push(line);
  shell = { home, terminal: { data: hear, say: hear } } as unknown as Shell;
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const typed = (options: CallbackOptions) => keepCallbackOptions(shell, options);

test('what is typed once holds until it is changed or turned off', async () => {
  expect(await typed({})).toBeUndefined();
  expect(await typed({ callback: `${STUDIO}/` })).toEqual({ version: 1, url: STUDIO, port: CALLBACK_PORT });
  expect(await typed({ callbackPort: '4711' })).toMatchObject({ url: STUDIO, port: 4711 });
  expect(await typed({ callback: 'https://other.example' })).toMatchObject({
    url: 'https://other.example',
    port: 4711,
  });
  expect(await typed({})).toMatchObject({ port: 4711 });
  expect(await typed({ callback: false })).toBeUndefined();
  await expect(typed({ callbackPort: '4711' })).rejects.toMatchObject({ exit: 64 });
});

test('a listener of this home is found, and a public address that leads elsewhere is said', async () => {
  const secret = callbackSecret(home);
  const listener = await listenForCallbacks({
    ...{ port: 0, tokens: createCallbackTokens(secret), handOn: async () => 'handed-on' as const },
    proofOf: (nonce) => listenerProof(secret, nonce),
  });
  const here = `http://127.0.0.1:${listener.port}`;
  await checkCallbacks(shell, callbackSettings(`${here}/some/path`, listener.port));
  expect(said.splice(0)).toEqual([`callbacks: ${here}/some/path → 127.0.0.1:${listener.port}`]);
  await checkCallbacks(shell, callbackSettings('http://127.0.0.1:9', listener.port));
  expect(said[1]).toContain('did not lead here');
  await listener.close();
});

test('the doctor says whether callbacks that are wanted find a worker', async () => {
  expect(await callbackChecks(shell)).toEqual([]);
  const secret = callbackSecret(home);
  const listener = await listenForCallbacks({
    ...{ port: 0, tokens: createCallbackTokens(secret), handOn: async () => 'handed-on' as const },
    proofOf: (nonce) => listenerProof(secret, nonce),
  });
  const here = `http://127.0.0.1:${listener.port}`;
  saveCallbacks(home, callbackSettings(here, listener.port));
  expect(await callbackChecks(shell)).toMatchObject([{ ok: true, detail: expect.stringContaining('both sides') }]);
  saveCallbacks(home, callbackSettings('http://127.0.0.1:9', listener.port));
  expect(await callbackChecks(shell)).toMatchObject([{ ok: true, detail: expect.stringContaining('does not lead') }]);
  await listener.close();
  expect(await callbackChecks(shell)).toMatchObject([{ detail: expect.stringContaining('no engine is up') }]);
  writeFileSync(path.join(home, 'callbacks.json'), '{');
  expect(await callbackChecks(shell)).toMatchObject([{ ok: false, exit: 78 }]);
});

test('where nobody listens, or somebody else does, the command ends with 69', async () => {
  const stranger = await listenForCallbacks({
    ...{ port: 0, tokens: createCallbackTokens('x'), handOn: async () => 'handed-on' as const },
    proofOf: () => '0'.repeat(64),
  });
  await expect(checkCallbacks(shell, callbackSettings(STUDIO, stranger.port), 300)).rejects.toMatchObject({ exit: 69 });
  await stranger.close();
  await expect(checkCallbacks(shell, callbackSettings(STUDIO, stranger.port), 300)).rejects.toMatchObject({ exit: 69 });
});
