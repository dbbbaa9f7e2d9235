import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');
const USUAL = /RENEWAL = \{ events: 3_000, signals: 4_000, force: 4_500 \}/;
/** A trial's run has some 150 events, its account some 30. */
export const RENEWED_AT = 24;

/** A build of the program that continues its workflows as new after some dozen events. Remove its folder's parent. */
export function renewingDist(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dailies-renewing-'));
  const dist = path.join(folder, 'dist');
  mkdirSync(dist);
  cpSync(path.join(REPOSITORY, 'dist'), dist, { recursive: true });
  cpSync(path.join(REPOSITORY, 'package.json'), path.join(folder, 'package.json'));
  symlinkSync(path.join(REPOSITORY, 'node_modules'), path.join(folder, 'node_modules'));
  for (const file of ['workflows.bundle.js', 'plan/timing.js']) {
    const text = readFileSync(path.join(dist, file), 'utf8');
    if (!USUAL.test(text)) throw new Error(`${file} has other bounds of renewal`);
    const renewal = `RENEWAL = { events: ${RENEWED_AT}, signals: 4_000, force: ${RENEWED_AT + 30} }`;
    writeFileSync(path.join(dist, file), text.replace(USUAL, renewal));
  }
  return dist;
}
