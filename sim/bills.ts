import type { RunCommand, RunEvent } from '../plan/run/index.ts';
import type { Timeline } from './timeline.ts';
import { PRICE } from './vendor.ts';
import { Violation } from './violation.ts';

/** Bills above the price, counted beside the machines: nothing more is paid before a person has agreed to them. */
export type Bills = {
  /** A run has heard something and does something about it. Throws a Violation. */
  readonly watch: (key: string, event: RunEvent, commands: readonly RunCommand[]) => void;
  /** A person says to go on: with what has been billed so far. */
  readonly agree: () => void;
  /** The account, or the run that knows of a bill, is gone: others may hear of it late or never. */
  readonly forgetOthers: () => void;
};

/** A report, lost messages and all, and the account's word to every run take no longer than this. */
const TOLD_MS = 60_000;

export function openBills(time: Timeline): Bills {
  const bills = new Map<string, { times: number; atMs: number }>();
  let agreed = 1;
  let areToldToAll = true;
  return {
    watch: (key, event, commands) => {
      const times = billOf(event);
      if (times > Math.max(agreed, bills.get(key)?.times ?? 1)) bills.set(key, { times, atMs: time.now() });
      if (!commands.some(({ kind }) => kind === 'submit')) return;
      for (const [billed, bill] of bills) {
        const isKnown = billed === key || (areToldToAll && time.now() - bill.atMs > TOLD_MS);
        if (bill.times > agreed && isKnown) {
          throw new Violation('I6', `${key} submits; ${billed} was billed ${bill.times} times the price`);
        }
      }
    },
    agree: () => {
      agreed = Math.max(agreed, ...[...bills.values()].map(({ times }) => times));
      bills.clear();
    },
    forgetOthers: () => {
      areToldToAll = false;
    },
  };
}

function billOf(event: RunEvent): number {
  if (event.kind === 'file' && event.outcome.kind === 'saved') return event.outcome.overpaid ?? 1;
  if (event.kind !== 'task' || !('cost' in event.outcome)) return 1;
  return (event.outcome.cost ?? 0) / PRICE;
}
