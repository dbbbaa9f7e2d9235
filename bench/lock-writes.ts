import { watch } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { canonicalJson } from '../plan/json.ts';
import { makeOf } from '../plan/make.ts';
import { openStore } from '../store/index.ts';
import type { Project } from './home.ts';
import type { Row } from './row.ts';

const LOOK_S = 10;

/** How often a lock file gets its name anew, a second. */
export async function lockWritesASecond(project: Project, stem: string): Promise<number> {
  const { root } = await project.store();
  let renamed = 0;
  const watcher = watch(path.join(root, 'pipelines'), (event, name) => {
    if (event === 'rename' && name === `${stem}.lock.yaml`) renamed += 1;
  });
  await pause(LOOK_S * 1000);
  watcher.close();
  return renamed / LOOK_S;
}

/** What one more finished node costs where the lock file has `lines` of them: it is read, brought up to date, written. */
export async function lockAtSize(project: Project, stem: string, lines: number, root: string): Promise<readonly Row[]> {
  const [made, other] = await (await project.store()).records.all(stem);
  if (made === undefined || other === undefined) throw new Error('the run has made nothing');
  const store = await openStore({ root, realm: made.realm });
  const pipeline = { pipeline: stem, file: `pipelines/${stem}.yaml` };
  await store.records.put(made);
  await store.lock.project(pipeline);
  const file = store.lock.fileOf(pipeline);
  const json = canonicalJson({ makes: [{ ...makeOf(made) }] });
  const entries = Array.from({ length: lines }, (_, at) => `  "shot@more-${at}": ${json}\n`);
  const head = `version: 1\nproject: ${store.projectId}\nmakes:\n`;
  await writeFile(file, `${head}${entries.join('')}open: {}\n`);
  // What was written by another is looked at whole; the next time is what is measured.
  await store.lock.project(pipeline);
  await store.records.put(other);
  const before = process.cpuUsage();
  await store.lock.project(pipeline, { whole: true });
  const { user, system } = process.cpuUsage(before);
  return [
    { figure: '  – of 10,000 lines, processor time of one write', unit: 'ms', values: [(user + system) / 1000] },
    { figure: '  – its size', unit: 'KB', values: [(await stat(file)).size / 1024] },
  ];
}
