import type { RunCommand, RunEvent, RunMachine } from '../../plan/run/index.ts';
import { newRunState, runMachine } from '../../plan/run/index.ts';
import { NODE_STATES, type NodeState } from '../../plan/run-view.ts';
import type { Skeleton } from '../../plan/skeleton.ts';
import type { Demand, Lease } from '../../plan/slots/messages.ts';

type Outcomes = {
  readonly submitted: Extract<RunEvent, { kind: 'submitted' }>['outcome'];
  readonly task: Extract<RunEvent, { kind: 'task' }>['outcome'];
};
type WithoutNumbers<T> = T extends unknown ? Omit<T, 'attempt' | 'generation'> : never;

/** A run by hand: each call feeds one event and returns the commands that follow; `at` moves the clock. */
export type Driver = {
  readonly machine: () => RunMachine;
  readonly feed: (event: RunEvent) => RunCommand[];
  readonly start: () => RunCommand[];
  readonly lease: (lease?: Partial<Lease>) => RunCommand[];
  readonly submitted: (node: number, outcome: WithoutNumbers<Outcomes['submitted']>) => RunCommand[];
  readonly created: (node: number) => RunCommand[];
  readonly task: (node: number, outcome: Outcomes['task']) => RunCommand[];
  readonly completed: (node: number) => RunCommand[];
  readonly saved: (node: number) => RunCommand[];
  /** Created, completed and saved. */
  readonly make: (node: number) => RunCommand[];
  readonly pass: (ms: number) => RunCommand[];
  readonly now: () => number;
  readonly states: () => NodeState[];
  /** Continues as new: another machine from the state's JSON. */
  readonly renew: () => RunCommand[];
  /** The last demand that was said; every demand is acknowledged at once. */
  readonly demand: () => Demand | undefined;
};

export function drive(skeleton: Skeleton): Driver {
  let nowMs = 1_000_000;
  let leaseSeq = 0;
  let lastDemand: Demand | undefined;
  const who = { key: 'key', id: 'run/x', speed: 1 };
  let machine = runMachine(skeleton, who, newRunState(nowMs));
  const feed = (event: RunEvent): RunCommand[] => {
    const commands = machine.apply(event, nowMs);
    for (const command of commands) if (command.kind === 'say') lastDemand = command.demand;
    const said = commands.some((command) => command.kind === 'say') ? feed({ kind: 'said', ok: true }) : [];
    return [...commands.filter((command) => command.kind !== 'say'), ...said];
  };
  const lease = (change: Partial<Lease> = {}) => {
    leaseSeq += 1;
    const base = { to: 'key', epoch: 'e1', granted: 5, returned: 0, keep: 5, limit: 5, waiting: false };
    return feed({ kind: 'lease', lease: { ...base, seq: leaseSeq, ...change } });
  };
  const attemptOf = (node: number) => machine.carry().flights[node]?.attempt ?? 1;
  const submitted: Driver['submitted'] = (node, outcome) => {
    const attempt = attemptOf(node);
    return feed({
      kind: 'submitted',
      node,
      attempt,
      outcome: { ...outcome, attempt, generation: 1 } as Outcomes['submitted'],
    });
  };
  const created = (node: number) =>
    submitted(node, { kind: 'created', task: `t${node}`, reserved: skeleton.prices[node] ?? 0, acceptedAtMs: nowMs });
  const task: Driver['task'] = (node, outcome) => feed({ kind: 'task', node, attempt: attemptOf(node), outcome });
  const completed = (node: number) => task(node, { kind: 'completed', cost: skeleton.prices[node] ?? 0 });
  const saved = (node: number) => {
    const cost = machine.carry().flights[node]?.cost ?? 0;
    return feed({
      kind: 'file',
      node,
      attempt: attemptOf(node),
      outcome: { kind: 'saved', sha256: '', seconds: 5, cost },
    });
  };
  return {
    machine: () => machine,
    feed,
    start: () => feed({ kind: 'start' }),
    lease,
    submitted,
    created,
    task,
    completed,
    saved,
    make: (node) => [...created(node), ...completed(node), ...saved(node)],
    pass: (ms) => {
      nowMs += ms;
      return feed({ kind: 'tick' });
    },
    now: () => nowMs,
    states: () => [...machine.carry().states].map(nameOf),
    renew: () => {
      machine = runMachine(skeleton, who, JSON.parse(JSON.stringify(machine.carry())));
      return feed({ kind: 'start' });
    },
    demand: () => lastDemand,
  };
}

function nameOf(code: string): NodeState {
  const found = Object.entries(NODE_STATES).find(([, known]) => known === code);
  return (found?.[0] ?? 'waiting') as NodeState;
}

/** Commands as short text: `submit 3`, `await 3 cancel`, `say`. */
export function short(commands: readonly RunCommand[]): string[] {
  return commands.map((command) => {
    const node = 'node' in command ? ` ${command.node}` : '';
    const how = command.kind === 'await' ? `${command.cancel ? ' cancel' : ''}${command.late ? ' late' : ''}` : '';
    return `${command.kind}${node}${how}`;
  });
}
