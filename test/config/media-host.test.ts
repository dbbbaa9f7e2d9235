import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hasMediaHost, mediaHostState, readMediaHost, saveMediaHostKeys } from '../../config/index.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'dailies-media-host-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const home = () => path.join(root, 'home');
const env = { AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: 'secret1' };
const project = (...lines: readonly string[]) =>
  writeFileSync(
    path.join(root, 'dailies.yaml'),
    `version: 1\nmedia-host:\n${lines.map((line) => `  ${line}\n`).join('')}`,
  );

test('no media host is needed, and none is assumed', () => {
  expect(hasMediaHost(root)).toBe(false);
  saveMediaHostKeys({ home: home(), root, env: {} });
  expect(readMediaHost(home(), root)).toBeUndefined();
});

test('the worker gets the keys through a file that nobody else reads, and the rest from dailies.yaml', () => {
  project('kind: s3', 'bucket: studio', 'prefix: /media/', 'link-life: 48h');
  expect(hasMediaHost(root)).toBe(true);
  expect(readMediaHost(home(), root)).toBeUndefined();
  saveMediaHostKeys({ home: home(), root, env });
  const host = readMediaHost(home(), root);
  expect(host).toEqual({
    ...{ bucket: 'studio', prefix: 'media', endpoint: undefined, region: 'us-east-1' },
    ...{ linkLifeMs: 48 * 3_600_000, accessKey: 'AKIA1', secretKey: 'secret1' },
  });
  const [name = ''] = readdirSync(path.join(home(), 'keys'));
  expect(statSync(path.join(home(), 'keys', name)).mode & 0o777).toBe(0o600);
  expect(readFileSync(path.join(root, 'dailies.yaml'), 'utf8')).not.toContain('secret1');
});

test('a missing key is named, with where it was looked for', () => {
  project('kind: s3', 'bucket: studio', 'secret-key: { file: secret.txt }');
  expect(() => saveMediaHostKeys({ home: home(), root, env: {} })).toThrow(/access-key.*AWS_ACCESS_KEY_ID/);
  expect(() => saveMediaHostKeys({ home: home(), root, env })).toThrow(/secret-key.*secret\.txt/);
});

test('what there is to say of it is known before it is used, and keys that were handed over stay', () => {
  const state = (known: NodeJS.ProcessEnv) => mediaHostState({ home: home(), root, env: known });
  expect(state({})).toBeUndefined();
  project('kind: s3', 'bucket: studio');
  expect(state({})).toMatchObject({ exit: 78, message: expect.stringContaining('AWS_ACCESS_KEY_ID') });
  saveMediaHostKeys({ home: home(), root, env });
  expect(state({})).toMatchObject({ bucket: 'studio', secretKey: 'secret1' });
  expect(state({ ...env, AWS_SECRET_ACCESS_KEY: 'newer' })).toMatchObject({ secretKey: 'newer' });
  saveMediaHostKeys({ home: home(), root, env: {} });
  expect(readMediaHost(home(), root)).toMatchObject({ accessKey: 'AKIA1' });
});

test('a written-out secret, a link of no use and plain http are refused', () => {
  project('kind: s3', 'bucket: studio', 'secret-key: wJalr');
  expect(() => hasMediaHost(root)).toThrow(/secret-key/);
  project('kind: s3', 'bucket: studio', 'link-life: 5m');
  expect(() => hasMediaHost(root)).toThrow(/at least 1h/);
  project('kind: s3', 'bucket: studio', 'link-life: 200h');
  expect(() => hasMediaHost(root)).toThrow(/at most 168h/);
  project('kind: s3', 'bucket: studio', 'endpoint: http://s3.example.com');
  expect(() => hasMediaHost(root)).toThrow(/https/);
});
