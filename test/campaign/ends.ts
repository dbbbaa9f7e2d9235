import type { ReportNode } from '../../cli/views/report.ts';
import type { LedgerTask } from '../../simulator/index.ts';
import type { Ended } from '../e2e/command.ts';
import type { Cell, Keys } from './cell.ts';
import { documentOf } from './commands.ts';
import type { HttpFault } from './faults/index.ts';
import { TASKS } from './night.ts';

/** The cap of a simulated account: at most so many submits are on the wire at once. */
export const CAP = 5;

type Counts = { readonly accepted: number; readonly unsure: number };

/** L2 and I2, by what the last command said: how its run may end, and that nothing was paid beyond it. */
export function wrongEnd(cell: Cell, ended: Ended, counts: Counts): readonly string[] {
  const document = documentOf(ended);
  if (document === undefined) {
    return [`L2 no end: exit ${ended.code}: ${ended.stderr.trim().split('\n').slice(-2).join(' / ')}`];
  }
  // Where every slot is kept by what nobody can prove, the run waits for a person.
  const allowed = counts.unsure >= CAP ? [...endsOf(cell), 'running'] : endsOf(cell);
  return [
    ...(allowed.includes(document.state) ? [] : [`L2 ended as ${document.state}, not ${allowed.join(' or ')}`]),
    ...(counts.accepted > TASKS ? [`I2 ${counts.accepted} tasks accepted for ${TASKS}`] : []),
    ...((document.nodes.unsure ?? 0) >= counts.unsure ? [] : [`I2 ${counts.unsure} unsure, not all told`]),
    ...(counts.unsure > CAP ? [`I2 ${counts.unsure} unsure: more than were on the wire`] : []),
  ];
}

function endsOf(cell: Cell): readonly string[] {
  if (cell.kind !== 'kill') return ['done'];
  const ends = cell.point === 'in cancel' ? ['done', 'cancelled'] : ['done'];
  // A task that the vendor has forgotten is a person's, and keeps its slot; one that it had made is paid and lost.
  if (cell.victim === 'vendor forgets') return [...ends, 'unsure', 'blocked', 'running'];
  return cell.keys === 'ignored' || sleepsLong(cell) ? [...ends, 'unsure'] : ends;
}

/**
 * What is sent again after such a sleep may be a second task: where the first may have gone out, the account sends nothing
 * twice any more.
 */
export function sleepsLong(cell: Cell): boolean {
  return cell.kind === 'kill' && cell.victim.endsWith(' 70 s');
}

/** The same of one shot that a fault struck. */
export function wrongShot(
  { cell, http }: { readonly cell: Cell; readonly http?: Pick<HttpFault, 'ends'> },
  node: Pick<ReportNode, 'state' | 'code'> | undefined,
  tasks: readonly Pick<LedgerTask, 'billing'>[],
): readonly string[] {
  const ends = http?.ends ?? 'done';
  const allowed = mayEnd(ends, cell.keys);
  const state = node?.state ?? 'unknown';
  const paid = tasks.filter(({ billing }) => billing !== 'refunded');
  const code = node?.code === undefined ? '' : ` (${node.code})`;
  return [
    ...(allowed.includes(state) ? [] : [`L2 ended as ${state}${code}, not ${allowed.join(' or ')}`]),
    ...(paid.length > 1 ? [`I2 ${paid.length} tasks accepted for one shot`] : []),
  ];
}

function mayEnd(ends: HttpFault['ends'], keys: Keys): readonly string[] {
  if (ends === 'lost') return ['unsure'];
  if (ends !== 'unsure') return [ends];
  return keys === 'honoured' ? ['done'] : ['done', 'unsure'];
}
