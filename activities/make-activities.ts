import type { Activities } from '../plan/activity.ts';
import { createMutex } from '../store/mutex.ts';
import { awaitResolution } from './await-resolution.ts';
import { awaitTask } from './await-task.ts';
import { census } from './census.ts';
import { checkAccount } from './check-account.ts';
import { concat } from './concat.ts';
import { download } from './download.ts';
import { ensureAccount } from './ensure-account.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { fetch } from './fetch.ts';
import { loadPlan } from './load-plan.ts';
import { readApproval } from './read-approval.ts';
import { readPick } from './read-pick.ts';
import { recheck } from './recheck.ts';
import { recover } from './recover.ts';
import { remembering } from './remembered.ts';
import { restore } from './restore.ts';
import { saveRecord } from './save-record.ts';
import { submit } from './submit.ts';
import { sweep } from './sweep.ts';
import type { ActivityOptions, World } from './world.ts';

/** Every activity, on the world that is handed in. Once a process: submits of one process know of one another. */
export function makeActivities(options: ActivityOptions): Activities {
  const world: World = {
    ...options,
    sending: new Map(),
    oneAtATime: createMutex(),
    submitting: new Set(),
    uploading: new Map(),
    plans: remembering(),
    decisions: remembering(),
    renderTimes: new Map(),
  };
  return {
    loadPlan: (input) => loadPlan(world, input),
    submit: (input) => submit(world, input),
    recover: (input) => recover(world, input),
    awaitResolution: (input) => awaitResolution(world, input),
    awaitTask: (input) => awaitTask(world, input),
    download: (input) => download(world, input),
    fetch: (input) => fetch(world, input),
    restore: (input) => restore(world, input),
    concat: (input) => concat(world, input),
    readPick: (input) => readPick(world, input),
    readApproval: (input) => readApproval(world, input),
    evaluateCondition: (input) => evaluateCondition(world, input),
    recheck: (input) => recheck(world, input),
    saveRecord: (input) => saveRecord(world, input),
    ensureAccount: (input) => ensureAccount(world, input),
    checkAccount: (input) => checkAccount(world, input),
    census: (input) => census(world, input),
    sweep: (input) => sweep(world, input),
  };
}
