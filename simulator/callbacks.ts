import type { Journal } from './journal.ts';
import { isLoopback } from './links.ts';
import { isTerminal, type Task, type TaskStatus } from './task.ts';

// The words of callback events are not those of the status (the vendor's page, `callback_events`).
const WORDS: { readonly [status in TaskStatus]: string | undefined } = {
  queued: 'queued',
  processing: 'running',
  completed: 'succeeded',
  failed: 'failed',
  cancelled: undefined,
};

const TIMEOUT_MS = 5000;

/**
 * Calls back once for each event that a task subscribed to, on this machine only. Neither payload nor retries stand
 * on any page of the vendor, so this is the least that anybody could rely on: `{task_id, event}`, no repetition.
 */
export function makeCallbacks(journal: Journal, nowMs: () => number): (task: Task) => void {
  return (task) => {
    const { callbackUrl, callbackEvents } = task.shot;
    const event = WORDS[task.status];
    if (callbackUrl === undefined || event === undefined || !callbackEvents.includes(event)) return;
    if (!URL.canParse(callbackUrl) || !isLoopback(new URL(callbackUrl))) return;
    const body = JSON.stringify({ task_id: task.id, event, status: isTerminal(task.status) ? event : task.status });
    const headers = { 'content-type': 'application/json' };
    fetch(callbackUrl, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
      .then((response) => response.arrayBuffer())
      .then(() => journal.emit('called-back', nowMs(), task.id))
      // Nobody there: a hint that is lost is lost.
      .catch(() => {});
  };
}
