import type { SubmitInput } from '../plan/activity.ts';
import type { ApiProfile } from '../plan/api-profile.ts';
import type { Decisions } from '../plan/decisions.ts';
import type { Sha256 } from '../plan/identity.ts';
import type { Plan } from '../plan/plan.ts';
import type { Quota } from '../plan/quota.ts';
import type { ProjectStore } from '../store/index.ts';
import type { Callbacks } from './callback-fields.ts';
import type { MediaHost } from './hosting/index.ts';
import type { Provider } from './providers/provider.ts';
import type { Pulse } from './pulse.ts';
import type { Remembered } from './remembered.ts';
import type { KnownTimes } from './render-times.ts';

/** An account as the activities need it: the vendor behind it and how it is asked. */
export type Account = {
  readonly id: string;
  readonly provider: Provider;
  readonly api: ApiProfile;
  readonly poll: { readonly minMs: number; readonly maxMs: number };
  readonly counts: 'in-flight' | 'queued';
  readonly limit: number;
  /** What a day (in a named zone) may cost, by the time of submits; absent: anything. */
  readonly dayLimit?: { readonly quota: Quota; readonly zone: string } | undefined;
  /** Of a simulated account, 1 otherwise: divides poll times and pauses. */
  readonly speed: number;
};

/**
 * Three clocks, in ms: people set the wall's; the monotonic one stands while the machine sleeps and counts within one
 * process; the boot clock counts sleep, too, and holds for all processes until the machine starts again.
 */
export type Clock = { wallMs(): number; monotonicMs(): number; bootMs(): number };

/** The workflows of the engine, as far as the outside needs them. */
export type Engine = {
  /** True while a run with this key (firstExecutionRunId) and workflow id is open. Throws when nobody can say. */
  isOpen(key: string, workflowId: string): Promise<boolean>;
  /** Starts the account's entity workflow unless it is running. */
  startAccount(account: string): Promise<void>;
};

export type Log = (level: 'info' | 'warn', message: string, facts?: { readonly [name: string]: unknown }) => void;

/** All that activities touch, handed in. */
export type ActivityOptions = {
  readonly storeOf: (place: { readonly root: string; readonly realm: string }) => Promise<ProjectStore>;
  /** Every store that the account is used from (its settings list them). */
  readonly storesOf: (account: string) => Promise<readonly ProjectStore[]>;
  /** Read anew each time, so that a changed key counts at once; undefined: no such account or no key. */
  readonly accountOf: (account: string) => Promise<Account | undefined>;
  /** Where a project's files are published for this account's vendor; absent or undefined: nowhere. */
  readonly hostOf?: (place: { readonly root: string; readonly account: string }) => Promise<MediaHost | undefined>;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly sha256hex: Sha256;
  /** [0, 1). */
  readonly random: () => number;
  readonly pulse: () => Pulse;
  /** Which start of the engine this is; stands in claims. */
  readonly engineEpoch: () => number;
  /** How the vendor calls back; absent: this process only polls. */
  readonly callbacks?: Callbacks;
  readonly log: Log;
};

export type World = ActivityOptions & {
  /** Submits whose POST this process is carrying out, by claim: whoever recovers one of them awaits it instead. */
  readonly sending: Map<string, Promise<void>>;
  /** Does what is given one after the other for each name, within this process. */
  readonly oneAtATime: <T>(name: string, act: () => Promise<T>) => Promise<T>;
  /** Submits that are under way in this process: see giveWay. */
  readonly submitting: Set<SubmitInput>;
  /** Uploads to media hosts that are under way in this process, by host and sha256: see publish. */
  readonly uploading: Map<string, Promise<void>>;
  /** Parsed once: see openPlan. */
  readonly plans: Remembered<Plan>;
  readonly decisions: Remembered<Decisions>;
  /** How long tasks took: see timesOfTask. */
  readonly renderTimes: KnownTimes;
};
