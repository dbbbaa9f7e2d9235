import { type Cell, KEYS, type Keys, nameOfCell, VICTIMS, type Victim } from './cell.ts';
import { CALLBACK_FAULTS, HTTP_FAULTS } from './faults/index.ts';
import { POINTS } from './points.ts';

/** What a process can be stopped in and wake up past every time-out. */
const LONG = ['claimed, before the POST', 'POST sent, not accepted', 'accepted, not answered', 'download at 50 %'];

/**
 * A vendor without memory, a disk without room, or a long sleep is the same at most points: these tell them apart.
 */
const FEW: { readonly [victim in Victim]?: readonly string[] } = {
  'stopped for 15 s': [...LONG, 'answered, not recorded', 'polling'],
  'stopped for 70 s': LONG,
  'asleep for 70 s': LONG,
  'vendor forgets': ['accepted, not answered', 'polling', 'end seen, before the download'],
  'full disk': ['claimed, before the POST', 'accepted, not answered', 'polling', 'recorded, lock line not written'],
};

/** All cells: the quiet ones, faults, kills, victims in turn; `wanted` (parts of their names) chooses some. */
export function allCells(wanted: readonly string[] = []): readonly Cell[] {
  const quiet = KEYS.map((keys): Cell => ({ kind: 'quiet', keys }));
  const faults = [...HTTP_FAULTS, ...CALLBACK_FAULTS].flatMap(({ name }) =>
    KEYS.map((keys): Cell => ({ kind: 'fault', fault: name, keys })),
  );
  return [...quiet, ...faults, ...KEYS.flatMap(killsOf)].filter((cell) =>
    wanted.every((part) => nameOfCell(cell).includes(part)),
  );
}

function killsOf(keys: Keys): readonly Cell[] {
  return POINTS.flatMap(({ name }) =>
    VICTIMS.filter((victim) => FEW[victim]?.includes(name) ?? true).map((victim): Cell => {
      return { kind: 'kill', point: name, victim, keys };
    }),
  );
}
