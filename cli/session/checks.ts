import { statfs } from 'node:fs/promises';
import { diagnoseEngine } from '../../engine/index.ts';
import { TIMING } from '../../plan/timing.ts';
import type { ProjectStore } from '../../store/index.ts';
import { type Check, urgentFiles } from '../views/index.ts';
import { accountChecks } from './account-checks.ts';
import { callbackChecks } from './callback-doctor.ts';
import { withLivingEngine } from './engine-session.ts';
import { mediaHostChecks } from './media-host-checks.ts';
import { openRealm } from './realm-session.ts';
import type { Shell } from './shell.ts';
import { openWorkflows, stuckCheck } from './stuck-workflows.ts';
import { waitingFiles } from './waiting-files.ts';

/** A night of 1080p finals takes a few GB. */
const LITTLE_DISK_BYTES = 2e9;

/** Everything that `doctor` looks at. Starts nothing. */
export async function checks(shell: Shell): Promise<readonly Check[]> {
  const { home, version, env, cache } = shell;
  const engine = await diagnoseEngine({ home, version, binary: { env, cacheDir: cache } });
  const workflows = await workflowChecks(shell);
  return [
    ...engine,
    ...workflows,
    ...(await accountChecks(shell)),
    ...(await callbackChecks(shell)),
    ...(await mediaHostChecks(shell)),
    await diskCheck(shell.cwd),
    ...(await storeChecks(shell)),
  ];
}

async function workflowChecks(shell: Shell): Promise<readonly Check[]> {
  const open = await withLivingEngine(shell, openWorkflows).catch(() => undefined);
  return open === undefined ? [] : [stuckCheck(open)];
}

async function diskCheck(folder: string): Promise<Check> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const detail = `${(free / 1e9).toFixed(1)} GB free`;
  return free > LITTLE_DISK_BYTES
    ? { check: 'disk', ok: true, detail }
    : { check: 'disk', ok: false, detail, hint: 'make room: a full disk pauses a run' };
}

async function storeChecks(shell: Shell): Promise<readonly Check[]> {
  const { store } = await openRealm(shell, shell.cwd, {}).catch(() => ({ store: undefined }));
  return store === undefined ? [] : [await linkCheck(store)];
}

// Paid files that are not here and whose link at the vendor still lives: the last chance to fetch them for nothing.
async function linkCheck(store: ProjectStore): Promise<Check> {
  const pipelines = [...new Set((await store.runs.list()).map((run) => run.pipeline))];
  const records = (await Promise.all(pipelines.map((pipeline) => store.records.all(pipeline)))).flat();
  const ending: string[] = [];
  for (const record of records) {
    const leftMs = Date.parse(record.linkEndsAt) - Date.now();
    if (leftMs > 0 && leftMs < TIMING.linkWarningMs && !(await store.media.has(record.sha256)))
      ending.push(record.node);
  }
  for (const pipeline of pipelines) {
    const urgent = urgentFiles(await waitingFiles(store, pipeline), Date.now());
    ending.push(...urgent.filter(({ lost }) => !lost).map(({ node }) => node));
  }
  if (ending.length === 0) return { check: 'links', ok: true, detail: 'no paid file waits for its link to end' };
  const hint = 'dailies resume fetches them, or dailies run FILE, $0';
  return {
    check: 'links',
    ok: false,
    detail: `ending within 4 h or held up, file not here: ${ending.join(', ')}`,
    hint,
  };
}
