import type { FaultAction, Op } from '../../../simulator/index.ts';

/** Calls of the vendor about one shot that go wrong one after the other, and how the shot ends then. */
export type HttpFault = {
  readonly name: string;
  readonly op: Op;
  /** What the first such call gets, the second, …. `trap`: an address where nobody may ever be sent. */
  readonly actions: (trap: string) => readonly FaultAction[];
  /** How often the last of them strikes; 1 unless told, 0: each time. */
  readonly count?: number;
  /** unsure: where keys are ignored only, else done; lost: unsure, whatever keys are. */
  readonly ends: 'done' | 'failed' | 'unsure' | 'lost' | 'blocked';
  /** Takes a minute, by time-outs that no speed divides, or stops the account until a person comes: not in samples. */
  readonly slow?: true;
};

type Answer = Extract<FaultAction, { readonly do: 'answer' }>;

/** An answer of any status and body. */
export function answer(status: number, body: Answer['body'], headers: Answer['headers'] = {}): Answer {
  return { do: 'answer', status, ...(body === undefined ? {} : { body }), headers };
}

/** An error as the vendor words it; its message would paint a terminal. */
export function coded(status: number, code: string, headers: Answer['headers'] = {}): Answer {
  const error = { code, message: `said \u001b[31m${code}\u009b0m` };
  return answer(status, { error }, { 'content-type': 'application/json', ...headers });
}
