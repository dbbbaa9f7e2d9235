import type { TwinOutcome } from '../outcome.ts';
import { leaveCap } from '../slots/ledger.ts';
import { isMoney } from './flight.ts';
import { dueAt } from './rest.ts';
import type { Run } from './run.ts';

/** A second task of a node may exist: its price and a slot are set aside until its life is over. Once a node. */
export function reckonTwin(run: Run, node: number, twin: TwinOutcome | undefined): void {
  if (twin === undefined || !isMoney(twin.reserved) || run.state.twins?.[node] !== undefined) return;
  run.state.twins = { ...run.state.twins, [node]: twin };
  run.state.money.reserved += twin.reserved;
  run.used += 1;
  dueAt(run, twin.untilMs);
}

/** Ends the reservations of twins whose life is over. */
export function forgetTwins(run: Run): void {
  for (const [node, twin] of Object.entries(run.state.twins ?? {})) {
    if (twin.untilMs <= run.nowMs) endTwin(run, Number(node));
  }
}

/** A twin that was possible is over, or is the task that the node is made by: nothing is set aside for it any more. */
export function endTwin(run: Run, node: number): void {
  const twin = run.state.twins?.[node];
  if (twin === undefined) return;
  delete run.state.twins?.[node];
  run.state.money.reserved -= twin.reserved;
  run.used -= 1;
  leaveCap(run.state.ledger);
}

/** Until when each possible twin occupies a slot. */
export function twinsUntil(run: Run): number[] {
  return Object.values(run.state.twins ?? {}).map((twin) => twin.untilMs);
}
