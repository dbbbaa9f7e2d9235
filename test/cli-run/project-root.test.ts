import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectRoot } from '../../cli/session/project.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'dailies-root-')));
  mkdirSync(path.join(folder, 'film', 'pipelines'), { recursive: true });
  writeFileSync(path.join(folder, 'film', 'pipelines', 'a.yaml'), '');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...parts: readonly string[]) => path.join(folder, 'film', ...parts);

describe("a project's root", () => {
  test('is the nearest folder that is marked', () => {
    writeFileSync(at('dailies.yaml'), 'version: 1\n');
    expect(projectRoot(at('pipelines', 'a.yaml'), at('pipelines'))).toBe(at());
    expect(projectRoot(at('pipelines'), '/')).toBe(at());
  });

  test('is where the person stands if nothing is marked, so that `status` finds there what `run` began', () => {
    expect(projectRoot(at('pipelines', 'a.yaml'), at())).toBe(at());
    expect(projectRoot(at(), at())).toBe(at());
  });

  test('is where the file lies if that is elsewhere', () => {
    expect(projectRoot(at('pipelines', 'a.yaml'), os.homedir())).toBe(at('pipelines'));
  });
});
