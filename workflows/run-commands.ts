import { getExternalWorkflowHandle } from '@temporalio/workflow';
import type { Place } from '../plan/place.ts';
import { accountWorkflowId, SIGNAL_DEMAND } from '../plan/recorded-names.ts';
import type { RunCommand, RunEvent } from '../plan/run/index.ts';
import * as activity from './proxies.ts';
import { keep, type Waits } from './waits.ts';

export type RunHands = {
  readonly place: Place;
  readonly key: string;
  readonly waits: Waits;
  /** Notes an event down; the run's loop applies it. */
  readonly note: (event: RunEvent) => void;
};

/** Carries out one command of a run: starts it and returns; its end comes as an event. */
export function carryOut(hands: RunHands, command: RunCommand): void {
  const { place, key, note } = hands;
  switch (command.kind) {
    case 'submit':
    case 'recover':
      send(hands, command);
      break;
    case 'await': {
      const { kind, node, generation, attempt, ...task } = command;
      const work = () => activity.awaitTask({ place, node, generation, attempt, ...task });
      wait(hands, command, work, (outcome) => ({ kind: 'task', node, attempt, outcome }));
      break;
    }
    case 'resolve': {
      const { kind: _kind, ...claim } = command;
      const { node, attempt } = command;
      const work = () => activity.awaitResolution({ place, key, ...claim });
      wait(hands, command, work, (outcome) => ({ kind: 'resolved', node, attempt, outcome }));
      break;
    }
    case 'download':
    case 'restore':
    case 'fetch':
    case 'concat':
      moveFile(hands, command);
      break;
    case 'ask': {
      const { kind: _kind, ...question } = command;
      const { node } = command;
      const work = () => activity.readPick({ place, ...question });
      wait(hands, { ...command, attempt: 1 }, work, (outcome) => ({ kind: 'pick', node, outcome }));
      break;
    }
    case 'approve': {
      const { node, shown } = command;
      const work = () => activity.readApproval({ place, node, shown });
      wait(hands, { ...command, attempt: 1 }, work, (outcome) => ({ kind: 'approval', node, outcome }));
      break;
    }
    case 'condition': {
      const { node, seen, chosen } = command;
      const work = () => activity.evaluateCondition({ place, node, seen, chosen });
      wait(hands, { ...command, attempt: 1 }, work, (outcome) => ({ kind: 'condition', node, seen, outcome }));
      break;
    }
    case 'recheck': {
      const work = () => activity.recheck({ place, tasks: command.tasks });
      hands.waits.begin('recheck', work, (end) => note({ kind: 'rechecked', completed: end.ok ? end.value : [] }));
      break;
    }
    case 'save':
      // The records are the truth: a lock file that cannot be written now is brought up to date by the next command.
      hands.waits.begin(
        'save',
        () => activity.saveRecord({ place }),
        () => note({ kind: 'record-saved' }),
      );
      break;
    case 'say': {
      const account = getExternalWorkflowHandle(accountWorkflowId(place.account));
      keep(
        () => account.signal(SIGNAL_DEMAND, command.demand),
        ({ ok }) => note({ kind: 'said', ok }),
      );
      break;
    }
    case 'ensure': {
      keep(
        () => activity.ensureAccount({ account: place.account }),
        () => note({ kind: 'ensured' }),
      );
      break;
    }
    default:
      command satisfies never;
  }
}

/** Never let go: a submit that was begun is answered, whatever becomes of the run. */
function send(hands: RunHands, command: Extract<RunCommand, { kind: 'submit' | 'recover' }>): void {
  const { kind, ...request } = command;
  const { node, attempt } = request;
  const input = { place: hands.place, key: hands.key, ...request };
  const isSubmit = kind === 'submit';
  keep(
    () => (isSubmit ? activity.submit(input) : activity.recover(input)),
    (end) => {
      if (end.ok) hands.note({ kind: 'submitted', node, attempt, outcome: end.value });
      else hands.note(isSubmit ? { kind: 'submit-lost', node, attempt } : { kind: 'broke', node, attempt, what: kind });
    },
  );
}

function moveFile(
  hands: RunHands,
  command: Extract<RunCommand, { kind: 'download' | 'restore' | 'fetch' | 'concat' }>,
): void {
  const { place } = hands;
  const { node, generation, attempt } = command;
  const input = { place, node, generation, attempt };
  const work = () => {
    if (command.kind === 'download') return activity.download({ ...input, task: command.task });
    if (command.kind === 'concat') {
      const { kind: _kind, ...reel } = command;
      return activity.concat({ place, ...reel });
    }
    return command.kind === 'fetch' ? activity.fetch(input) : activity.restore(input);
  };
  wait(hands, command, work, (outcome) => ({ kind: 'file', node, attempt, outcome }));
}

/** A wait of a node takes the place of the one before it. */
function wait<Outcome>(
  hands: RunHands,
  command: { readonly kind: RunCommand['kind']; readonly node: number; readonly attempt: number },
  work: () => Promise<Outcome>,
  eventOf: (outcome: Outcome) => RunEvent,
): void {
  const { node, attempt, kind } = command;
  hands.waits.begin(`node ${node}`, work, (end) =>
    hands.note(end.ok ? eventOf(end.value) : { kind: 'broke', node, attempt, what: kind }),
  );
}
