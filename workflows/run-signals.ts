import { CancellationScope, defineSignal, setHandler } from '@temporalio/workflow';
import { SIGNAL_CANCEL, SIGNAL_LEASE, SIGNAL_RETRY, SIGNAL_WAKE } from '../plan/recorded-names.ts';
import type { RunEvent } from '../plan/run/index.ts';
import { readLease } from '../plan/slots/messages.ts';

/** Notes down what a run is told from outside; a payload of a wrong shape is taken for an empty one, or dropped. */
export function listen(note: (event: RunEvent) => void, counted: () => void): void {
  const on = (name: string, take: (payload: unknown) => void) => {
    setHandler(defineSignal<[unknown]>(name), (payload) => {
      counted();
      take(payload);
    });
  };
  on(SIGNAL_LEASE, (payload) => {
    const lease = readLease(payload);
    if (lease !== undefined) note({ kind: 'lease', lease });
  });
  on(SIGNAL_CANCEL, (payload) => {
    const finish = isBag(payload) && payload.finishRunning === true;
    note({ kind: 'cancel', request: { ...nodesOf(payload), ...(finish ? { finishRunning: true } : {}) } });
  });
  on(SIGNAL_WAKE, (payload) => {
    const limit = isBag(payload) ? payload.limit : undefined;
    note({ kind: 'wake', request: typeof limit === 'number' ? { limit } : {} });
  });
  on(SIGNAL_RETRY, (payload) => note({ kind: 'retry', request: nodesOf(payload) }));
  CancellationScope.current().cancelRequested.catch(() => note({ kind: 'cancel', request: {} }));
}

function nodesOf(payload: unknown): { readonly nodes?: readonly string[] } {
  const nodes = isBag(payload) ? payload.nodes : undefined;
  return Array.isArray(nodes) ? { nodes: nodes.filter((node) => typeof node === 'string') } : {};
}

function isBag(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
