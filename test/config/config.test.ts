import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  accountFacts,
  accountIdOf,
  accountWithKey,
  ConfigError,
  cacheFolder,
  durationMs,
  homeFolder,
  readAccount,
  readKey,
  readProjectFile,
  realmOf,
  saveAccount,
} from '../../config/index.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'dailies-config-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const project = (text: string) => writeFileSync(path.join(root, 'dailies.yaml'), text);

describe('dailies.yaml', () => {
  test('is not needed: the seed page is the default', () => {
    const facts = accountFacts({ root, env: {} });
    expect(facts).toMatchObject({
      api: 'qingbo-seed-2026-04',
      realm: 'qingbo',
      baseUrl: 'https://www.qingbo.dev/v1',
      limit: 5,
    });
  });

  test('with nothing but comments in it says nothing', () => {
    for (const text of ['', '# accounts: …\n']) {
      project(text);
      expect(readProjectFile(root).store.path).toBe('.dailies/store');
    }
  });

  test('an unknown key is refused with its name', () => {
    project('version: 1\naccounts:\n  default:\n    kee: { env: X }\n');
    expect(() => readProjectFile(root)).toThrow(/accounts\.default.*kee/);
  });

  test('a limit for each day is known to the worker, in units, by the days of its zone', () => {
    const limited = (words: string) => project(`version: 1\naccounts: { default: { day-limit: ${words} } }\n`);
    const found = () => accountWithKey({ root, env: { WAVE_API_KEY: 'k' } }).account.dayLimit;
    limited('{ usd: 40.5, zone: Europe/Berlin }');
    expect(found()).toEqual({ quota: 20_250_000, zone: 'Europe/Berlin' });
    limited('{ usd: 1 }');
    expect(found()).toEqual({ quota: 500_000, zone: 'UTC' });
    limited('{ usd: 1, zone: Mars/Olympus }');
    expect(found).toThrow(/day-limit\.zone.*Europe\/Berlin/);
    project('version: 1\n');
    expect(found()).toBeUndefined();
  });

  test('a key written out is refused', () => {
    project('version: 1\naccounts:\n  default:\n    key: sk-123\n');
    expect(() => readProjectFile(root)).toThrow(ConfigError);
  });

  test('plain http is for this machine only', () => {
    project('version: 1\naccounts:\n  default:\n    base-url: http://example.com/v1\n');
    expect(() => accountFacts({ root, env: {} })).toThrow(/https/);
    expect(accountFacts({ root, env: { DAILIES_BASE_URL: 'http://127.0.0.1:8080/v1/' } }).realm).toBe(
      'qingbo+127.0.0.1_8080',
    );
  });

  test('broken YAML names the file', () => {
    project('version: [1\n');
    expect(() => readProjectFile(root)).toThrow(/dailies\.yaml/);
    project('version: 1\nstore: &a { path: x }\naccounts: *a\n');
    expect(() => readProjectFile(root)).toThrow(/aliases are not read/);
  });
});

describe('accounts', () => {
  test('a missing key is 78 and says which variable', () => {
    const missing = () => accountWithKey({ root, env: {} });
    expect(missing).toThrow(/WAVE_API_KEY/);
  });

  test('settings and key go into the home folder, readable by the user only, stores merged', () => {
    const home = path.join(root, 'home');
    const { account, key } = accountWithKey({ root, env: { WAVE_API_KEY: ' secret\n' } });
    saveAccount(home, account, key);
    saveAccount(home, { ...account, stores: [{ root: '/b', realm: 'qingbo' }] }, key);
    expect(readAccount(home, account.id).stores.map((store) => store.root)).toEqual([root, '/b']);
    expect(readKey(home, account.id)).toBe('secret');
    expect(statSync(path.join(home, 'keys', account.id)).mode & 0o777).toBe(0o600);
    expect(JSON.stringify(readAccount(home, account.id))).not.toContain('secret');
  });

  test('another key is another account', () => {
    expect(accountIdOf('https://a/v1', 'x')).not.toBe(accountIdOf('https://a/v1', 'y'));
  });

  test('the realm tells a strange host from the vendor', () => {
    expect(realmOf('simulator', 'http://127.0.0.1:1', [])).toBe('simulator');
    expect(realmOf('qingbo', 'https://www.qingbo.dev/v1', ['www.qingbo.dev'])).toBe('qingbo');
    expect(realmOf('qingbo', 'http://127.0.0.1:9/v1', ['www.qingbo.dev'])).toBe('qingbo+127.0.0.1_9');
  });
});

test('durations are written with ms, s, m, h', () => {
  expect(['250ms', '90s', '40m', '72h'].map(durationMs)).toEqual([250, 90_000, 2_400_000, 259_200_000]);
  expect(['5', '5 s', '-1s', '1d', ''].map(durationMs)).toEqual(Array(5).fill(undefined));
});

test('home and cache follow the platform and can be set', () => {
  expect(homeFolder({ HOME: '/u' }, 'linux')).toBe('/u/.local/share/dailies');
  expect(homeFolder({ HOME: '/u', DAILIES_HOME: '/x' }, 'linux')).toBe('/x');
  expect(homeFolder({ HOME: '/u' }, 'darwin')).toBe('/u/Library/Application Support/dailies');
  expect(cacheFolder({ HOME: '/u', XDG_CACHE_HOME: '/c' }, 'linux')).toBe('/c/dailies');
});
