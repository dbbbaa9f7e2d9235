import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accountIdOf, accountOfRun, accountWithKey, ConfigError, saveAccount } from '../../config/index.ts';

let root: string;
let home: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'dailies-changed-key-'));
  home = path.join(root, 'home');
  const { account, key } = accountWithKey({ root, env: { WAVE_API_KEY: 'old' } });
  saveAccount(home, account, key);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const BASE = 'https://www.qingbo.dev/v1';
const id = accountIdOf(BASE, 'old');
const goOn = (env: { readonly [name: string]: string }, takeKey = true) =>
  accountOfRun({ home, root, env, id, takeKey });

describe('the account of a run that goes on', () => {
  test('keeps its id and takes the key that is set now', () => {
    const { account, key, changed } = goOn({ WAVE_API_KEY: 'new' });
    expect([account.id, key, changed]).toEqual([id, 'new', true]);
  });

  test('keeps its key where none is set, or where nobody said that it may be changed', () => {
    expect(goOn({})).toMatchObject({ key: 'old', changed: false });
    expect(goOn({ WAVE_API_KEY: 'new' }, false)).toMatchObject({ key: 'old', changed: false });
    expect(goOn({ WAVE_API_KEY: 'old' })).toMatchObject({ key: 'old', changed: false });
  });

  test('has the limit and the result hosts that are written down now', () => {
    writeFileSync(
      path.join(root, 'dailies.yaml'),
      'version: 1\naccounts: { default: { limit: 2, result-hosts: [a.example] } }\n',
    );
    expect(goOn({}).account).toMatchObject({ id, limit: 2, resultHosts: ['a.example'] });
  });

  test('stays at its vendor, with its key, where another one is written down by now', () => {
    const { account, key } = goOn({ WAVE_API_KEY: 'new', DAILIES_BASE_URL: 'https://elsewhere.example/v1' });
    expect([account.baseUrl, key]).toEqual([BASE, 'old']);
  });

  test('has no key where neither the home nor the environment has one: exit 78', () => {
    const elsewhere = () => accountOfRun({ home: path.join(root, 'other'), root, env: {}, id, takeKey: true });
    expect(elsewhere).toThrow(ConfigError);
  });
});

test('a key that took the place of another one goes on under its account, so that both share one cap', () => {
  const before = accountWithKey({ home, root, env: { WAVE_API_KEY: 'new' } });
  expect(before.account.id).toBe(accountIdOf(BASE, 'new'));
  const { account, key } = goOn({ WAVE_API_KEY: 'new' });
  saveAccount(home, account, key);
  expect(accountWithKey({ home, root, env: { WAVE_API_KEY: 'new' } }).account.id).toBe(id);
  expect(accountWithKey({ home, root, env: { WAVE_API_KEY: 'old' } }).account.id).toBe(id);
});
