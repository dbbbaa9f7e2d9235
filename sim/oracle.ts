import type { Claims } from './claims.ts';
import type { RunProcess } from './run-process.ts';
import type { Task, Vendor } from './vendor.ts';
import { Violation } from './violation.ts';

type Books = { readonly vendor: Vendor; readonly claims: Claims; readonly runs: readonly RunProcess[] };

/** When everything is over: what was billed stands in the books of the runs (I3), what was finished is here (L3). */
export function checkBooks({ vendor, claims, runs }: Books): void {
  for (const pipeline of new Set(runs.map((run) => run.pipeline))) {
    const tasks = [...vendor.tasks()].filter((task) => task.decision.startsWith(`${pipeline}/`));
    const its = runs.filter((run) => run.pipeline === pipeline);
    const last = its.at(-1);
    if (last === undefined || last.wasKilled()) continue;
    const named = tasks.filter((task) => !claims.orphans.has(task));
    // What a run that was terminated has left is brought home by its account's sweep, which is no machine.
    const left = new Set(its.filter((run) => run.wasKilled()).map((run) => run.key));
    for (const task of named) if (!left.has(claims.ownerOf(task) ?? '')) checkFile(task, its, claims);
    if (its.length === 1) checkMoney(named, last);
  }
}

/** A finished task's file is saved, or its node says why not. */
function checkFile(task: Task, runs: readonly RunProcess[], claims: Claims): void {
  if (task.state !== 'completed' || claims.made.has(task.decision)) return;
  const node = Number(task.decision.split('/')[1]);
  const states = runs.map((run) => run.machine().carry().states[node] ?? '');
  // A later run that was cancelled before it came to the node has said nothing of it.
  if (states.some((state) => state === 'u' || state === 'b')) return;
  const what = `${task.id} (${task.decision}) is finished, its file is not here, its node is ${states.join(', ')}`;
  throw new Violation('L3', what);
}

function checkMoney(tasks: readonly Task[], run: RunProcess): void {
  const { money, states, flights } = run.machine().carry();
  const billed = tasks.reduce((sum, task) => sum + task.billed, 0);
  // Nobody knows what an unsure node costs, nor what was billed for a file that never came when no answer named it.
  const isOpen = [...states].some((state) => state === 'u' || state === 'b');
  if (!isOpen && billed !== money.spent) {
    throw new Violation('I3', `${run.key} has spent ${money.spent}, the vendor has billed ${billed}`);
  }
  const under = Object.entries(flights).find(([node, { phase }]) => phase !== 'unsure' && states[Number(node)] !== 'b');
  if (under !== undefined) throw new Violation('L2', `${run.key} is over and node ${under[0]} is under way`);
}
