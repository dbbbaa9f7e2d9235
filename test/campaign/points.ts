import type { EventName, FaultAction, Match } from '../../simulator/index.ts';
import { renewalOf } from './renewals.ts';
import type { Stage } from './stage.ts';
import { watchFiles } from './watch-files.ts';

/** A moment in a run at which something is killed. `arm` is called before the run starts. */
export type Point = {
  readonly name: string;
  /** Then the run is cancelled, and the victim struck meanwhile. */
  readonly cancels?: true;
  /** By a build that continues as new after some dozen events. */
  readonly renewing?: true;
  readonly arm: (stage: Stage) => Promise<Reached>;
};

/** Resolves at the moment. `after` undoes what made it last, once the kill is done. */
export type Reached = { readonly reached: Promise<void>; readonly after?: () => Promise<void> };

/** Under the store: what the pipeline of the trial writes. */
const claimOf = (stem: string) => new RegExp(`^objects/claims/.*/${stem}/.*\\.1$`);
const createdOf = (stem: string) => new RegExp(`^objects/claims/.*/${stem}/.*\\.created$`);
const recordOf = (stem: string) => new RegExp(`^objects/records/.*/${stem}/.*\\.\\d+$`);

/** The named points of docs/reliability.md that can be seen from outside, in the order of a node's life. */
export const POINTS: readonly Point[] = [
  { name: 'run begun, not started', arm: file((stem) => new RegExp(`^objects/runs/${stem}/\\d+$`)) },
  { name: 'started, its id not printed', arm: file((stem) => new RegExp(`^objects/runs/${stem}/\\d+\\.started$`)) },
  { name: 'claimed, before the POST', arm: file(claimOf) },
  { name: 'POST sent, not accepted', arm: held({ op: 'submit', nth: 2 }, { do: 'hold', when: 'before' }) },
  { name: 'accepted, not answered', arm: held({ op: 'submit', nth: 2 }, { do: 'hold', when: 'after' }) },
  { name: 'answered, not recorded', arm: event('accepted', 2) },
  { name: 'recorded, not told', arm: file(createdOf) },
  { name: 'polling', arm: event('polled', 7) },
  { name: 'task over, slot given back', arm: event('completed', 2) },
  { name: 'end seen, before the download', arm: held({ op: 'download' }, { do: 'hold', when: 'before' }) },
  { name: 'download at 1 %', arm: downloadAt(0.01) },
  { name: 'download at 50 %', arm: downloadAt(0.5) },
  { name: 'download at 99 %', arm: downloadAt(0.99) },
  { name: 'downloaded, not in place', arm: event('downloaded', 1) },
  { name: 'in place, not recorded', arm: file(() => /^media\/..\/[0-9a-f]{64}$/) },
  { name: 'recorded, lock line not written', arm: file(recordOf) },
  { name: 'in cancel', arm: event('accepted', 4), cancels: true },
  { name: 'run continued as new', arm: renewed('run'), renewing: true },
  { name: 'account continued as new', arm: renewed('account'), renewing: true },
  { name: 'at any moment', arm: anyMoment },
];

function file(wanted: (stem: string) => RegExp): Point['arm'] {
  return async ({ store, stem }) => {
    const { seen, close } = watchFiles(store, wanted(stem));
    return { reached: seen.finally(close) };
  };
}

function event(name: EventName, nth: number): Point['arm'] {
  return async ({ vendor }) => ({ reached: (await vendor.upcoming(name, nth))() });
}

function held(match: Match, action: FaultAction): Point['arm'] {
  return async ({ vendor }) => {
    await vendor.fault({ match, action });
    return { reached: (await vendor.upcoming('held'))(), after: () => vendor.release() };
  };
}

/** A file that does not come keeps the run open until then. */
function renewed(whose: 'run' | 'account'): Point['arm'] {
  return async (stage) => {
    await stage.vendor.fault({ match: { op: 'download' }, action: { do: 'hold', when: 'before' } });
    return { reached: renewalOf(stage, whose), after: () => stage.vendor.release() };
  };
}

/** The rest of the file never comes; the part of a download lies in the store by then. */
function downloadAt(part: number): Point['arm'] {
  return async ({ vendor, store }) => {
    await vendor.fault({ match: { op: 'download' }, action: { do: 'stall', part } });
    const { seen, close } = watchFiles(store, /\.part\.\d+\./);
    const stalled = await vendor.upcoming('faulted');
    return { reached: Promise.all([stalled(), seen.finally(close)]).then(() => undefined) };
  };
}

/** So many polls after the start as the trial's seed says. */
async function anyMoment({ vendor, random }: Stage): Promise<Reached> {
  return { reached: (await vendor.upcoming('polled', 1 + Math.floor(random() * 20)))() };
}
