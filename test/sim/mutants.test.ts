import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../plan/run/index.ts';
import { type Mutant, simulate, Violation } from '../../sim/index.ts';

/** The law that broke first in the first seeds with a mistake laid over the machines. */
function caught(mutant: Mutant, how: { readonly seeds?: number; readonly calm?: true } = {}): string[] {
  const broken: string[] = [];
  for (let seed = 1; seed <= (how.seeds ?? 800) && broken.length === 0; seed += 1) {
    try {
      simulate(seed, { mutant, jobs: 40, ...(how.calm ? { calm: true } : {}) });
    } catch (error) {
      broken.push(error instanceof Violation ? error.law : String(error));
    }
  }
  return broken;
}

function withoutPause(event: Extract<RunEvent, { kind: 'lease' }>): RunEvent {
  const { pause: _, ...lease } = event.lease;
  return { kind: 'lease', lease };
}

describe('the model catches', () => {
  test('nothing where there is no mistake', () => {
    expect(caught({}, { seeds: 100 })).toEqual([]);
  });

  test('a run that takes `returned` from a lease without max', () => {
    const mutant: Mutant = {
      afterRun: (state, event) => {
        if (event.kind === 'lease' && event.lease.epoch === state.ledger.epoch) {
          state.ledger.returned = event.lease.returned;
        }
      },
    };
    expect(caught(mutant)).toEqual([expect.stringMatching(/^I1/)]);
  });

  test('an account that takes `granted` from a demand without max', () => {
    const mutant: Mutant = {
      afterAccount: (state, event) => {
        const run = event.kind === 'demand' ? state.runs[event.demand.key] : undefined;
        if (event.kind === 'demand' && run !== undefined) run.granted = event.demand.granted;
      },
    };
    expect(caught(mutant)).toEqual([expect.stringMatching(/^(I1|stuck)/)]);
  });

  test('an account that does not check `seq`', () => {
    const mutant: Mutant = {
      beforeAccount: (state, event) => {
        const run = event.kind === 'demand' ? state.runs[event.demand.key] : undefined;
        if (run !== undefined) run.seq = 0;
      },
    };
    expect(caught(mutant, { calm: true })).toEqual([expect.stringMatching(/^(I1|stuck|L4|starved)/)]);
  });

  test('an account that pauses nobody for a bill above the price', () => {
    const mutant: Mutant = {
      afterAccount: (state) => {
        if (state.trouble?.code === 'COST_ABOVE') delete state.trouble;
      },
    };
    expect(caught(mutant)).toEqual(['I6']);
  });

  test('a run that does not hear of the bill of another', () => {
    const mutant: Mutant = {
      mishear: (event) =>
        event.kind === 'lease' && event.lease.pause?.code === 'COST_ABOVE' ? withoutPause(event) : event,
    };
    expect(caught(mutant)).toEqual(['I6']);
  });

  test('a run that never gives a slot back', () => {
    const mutant: Mutant = {
      afterRun: (state, event) => {
        if (event.kind !== 'lease') return;
        state.ledger.keep = 1_000;
        state.ledger.waiting = false;
      },
    };
    expect(caught(mutant)).toEqual([expect.stringMatching(/^(starved|L4)/)]);
  });

  test('an account that forgets a run whose lease failed, with its tasks', () => {
    const mutant: Mutant = {
      beforeAccount: (state, event) => {
        if (event.kind === 'told' && !event.ok) delete state.runs[event.key];
      },
    };
    expect(caught(mutant)).toEqual([expect.stringMatching(/^(I1|stuck)/)]);
  });

  test('an account that frees all slots of a closed run at once', () => {
    const mutant: Mutant = {
      beforeAccount: (state, event) => {
        if (event.kind !== 'probed') return;
        for (const [key, probe] of Object.entries(event.probes)) if (probe.closed) delete state.runs[key];
      },
    };
    expect(caught(mutant)).toEqual([expect.stringMatching(/^I1/)]);
  });

  test('an account that grants before its census', () => {
    const mutant: Mutant = {
      beforeAccount: (state) => {
        state.census = 'done';
      },
    };
    expect(caught(mutant)).toEqual([expect.stringMatching(/^I1/)]);
  });

  test('a run that frees the slot of a lost submit', () => {
    const mutant: Mutant = {
      afterRun: (state, event) => {
        if (event.kind === 'submit-lost')
          state.ledger.returned = Math.min(state.ledger.granted, state.ledger.returned + 1);
      },
    };
    expect(caught(mutant)).toEqual([expect.stringMatching(/^I1/)]);
  });

  test('a run that tries again under the attempt after the one that it does not know the end of', () => {
    const mutant: Mutant = {
      afterRun: (state, event) => {
        const flight = event.kind === 'submit-lost' ? state.flights[event.node] : undefined;
        if (flight !== undefined) flight.attempt += 1;
      },
    };
    expect(caught(mutant)).not.toEqual([]);
  });

  test('a run that forgets what it has reserved', () => {
    const mutant: Mutant = {
      afterRun: (state) => {
        state.money.reserved = 0;
      },
    };
    expect(caught(mutant)).toEqual([expect.stringMatching(/^I3/)]);
  });

  test('a run that does not heed the pause of its account', () => {
    const mutant: Mutant = { mishear: (event) => (event.kind === 'lease' ? withoutPause(event) : event) };
    expect(caught(mutant)).toEqual([expect.stringMatching(/^(turned away|I6)/)]);
  });

  test('an account that goes on without asking whether its trouble is over', () => {
    const mutant: Mutant = {
      beforeAccount: (state) => {
        delete state.trouble;
      },
    };
    expect(caught(mutant)).toEqual([expect.stringMatching(/^(turned away|stuck)/)]);
  });

  test('an account that takes every answer for a refused key', () => {
    const mutant: Mutant = {
      beforeAccount: (state, event) => {
        if (event.kind === 'checked' && state.trouble !== undefined) state.trouble.needs = Number.MAX_SAFE_INTEGER;
        if (event.kind === 'checked' && state.trouble !== undefined) state.trouble.code = 'NO_BALANCE';
      },
    };
    expect(caught(mutant)).toEqual([expect.stringMatching(/^stuck/)]);
  });

  test('a run that does not hear that it was cancelled', () => {
    const mutant: Mutant = {
      mishear: (event) => (event.kind === 'cancel' ? { kind: 'cancel', request: { nodes: [] } } : event),
    };
    expect(caught(mutant)).toEqual([expect.stringMatching(/^I6/)]);
  });

  test('a run that takes a rejection for an approval', () => {
    const mutant: Mutant = {
      mishear: (event) => (event.kind === 'approval' ? { ...event, outcome: { kind: 'approved' } } : event),
    };
    expect(caught(mutant)).toEqual([expect.stringMatching(/^rejected/)]);
  });

  test('a run that makes what its condition leaves out', () => {
    const mutant: Mutant = {
      mishear: (event) =>
        event.kind === 'condition' && event.outcome.kind === 'fails' ? { ...event, outcome: { kind: 'holds' } } : event,
    };
    expect(caught(mutant)).toEqual([expect.stringMatching(/^if/)]);
  });
});
