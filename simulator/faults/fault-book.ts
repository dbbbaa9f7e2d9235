import { seededNumber } from '../seeded.ts';
import type { Fault, FaultAction, Op } from './fault.ts';

/** A call, as faults see it. */
export type Call = {
  readonly op: Op;
  readonly task?: string | undefined;
  readonly prompt?: string | undefined;
  readonly key?: string | undefined;
};

/** The faults that are still to strike. */
export type FaultBook = {
  readonly add: (fault: Fault) => number;
  /** The action of the first fault that fits this call; that fault is used up by one. */
  readonly strike: (call: Call) => FaultAction | undefined;
  readonly clear: () => void;
  readonly view: () => readonly (Fault & { readonly id: number; readonly struck: number })[];
};

export function makeFaultBook(seed: string): FaultBook {
  let entries: { readonly id: number; readonly fault: Fault; struck: number; seen: number }[] = [];
  let lastId = 0;
  return {
    add: (fault) => {
      entries.push({ id: ++lastId, fault, struck: 0, seen: 0 });
      return lastId;
    },
    strike: (call) => {
      for (const entry of entries) {
        const { match, count = 1 } = entry.fault;
        if (count !== 0 && entry.struck >= count) continue;
        if (!fits(entry.fault, call)) continue;
        entry.seen++;
        if (match.nth !== undefined && match.nth !== entry.seen) continue;
        const chance = seededNumber(`${seed}/fault/${entry.id}/${entry.seen}`);
        if (match.probability !== undefined && chance >= match.probability) continue;
        entry.struck++;
        return entry.fault.action;
      }
      return undefined;
    },
    clear: () => {
      entries = [];
    },
    view: () => entries.map(({ id, fault, struck }) => ({ ...fault, id, struck })),
  };
}

function fits({ match }: Fault, call: Call): boolean {
  if (match.op !== call.op) return false;
  if (match.task !== undefined && match.task !== call.task) return false;
  if (match.prompt !== undefined && !(call.prompt ?? '').includes(match.prompt)) return false;
  return match.key === undefined || match.key === call.key;
}
