import type { AccountView, Holder } from '../../plan/account-view.ts';
import { MOST_TIMES } from '../../plan/bill.ts';
import { FAILURES } from '../../plan/failures.ts';
import { clean } from '../terminal/clean.ts';
import { clockTime } from '../terminal/clock-times.ts';
import { count } from '../terminal/numbers.ts';
import type { Screen } from '../terminal/screen.ts';
import { table } from '../terminal/table.ts';
import { accountCommand, advice } from './advice.ts';

export type AccountFacts = {
  /** Its name in dailies.yaml and its id. */
  readonly name: string;
  readonly id: string;
  readonly provider: string;
  readonly api: string;
  readonly counts: 'in-flight' | 'queued';
  /** USD left, where the vendor says so. */
  readonly availableUsd?: number;
  /** The account's own answer; absent where the engine does not answer or no run has ever asked it for a slot. */
  readonly view?: AccountView;
};

/** Who holds which slots of an account and why. */
export function accountView(facts: AccountFacts, screen: Screen): string {
  const { paint, zone } = screen;
  const head = `${paint('strong', clean(facts.name))}  ${clean(facts.id)} · ${clean(facts.provider)} · ${clean(facts.api)}`;
  const money = facts.availableUsd === undefined ? [] : [`balance   $${facts.availableUsd.toFixed(2)}`];
  const { view } = facts;
  if (view === undefined) return [head, ...money, 'not at work: nobody holds a slot'].join('\n');
  const heldInAll = view.holders.reduce((sum, { held }) => sum + held, 0);
  const counted = facts.counts === 'queued' ? ', counted until a task is rendering' : '';
  const lowered = view.loweredUntilMs === null ? [] : [`          ${loweredWords(view, view.loweredUntilMs, zone)}`];
  const ordered = view.ordered === undefined ? [] : [`          ${orderedWords(facts, view.ordered, view.limit)}`];
  return [
    head,
    ...pausedLines(facts, view, screen).map((line) => paint('bad', line)),
    ...money,
    ...agreedLines(view),
    `slots     ${count(heldInAll)} of ${count(view.limit)} held${counted}${view.waiting ? ', others wait' : ''}`,
    ...ordered,
    ...lowered,
    ...(view.counting ? ['          looking for what is still open; nothing is granted until that is known'] : []),
    holders(view.holders, screen),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** The account as data. */
export function accountDocument(facts: AccountFacts) {
  const { name, id, provider, api, counts, view, availableUsd = null } = facts;
  const { paused, agreedTimes = null, ...slots } = view ?? {};
  const pause = paused === undefined ? null : pauseDocument(facts, paused);
  return {
    ...{ name, id, provider, api, counts, paused: pause, availableUsd, agreedTimes },
    slots: view === undefined ? null : slots,
  };
}

type Paused = NonNullable<AccountView['paused']>;

function pauseDocument(facts: AccountFacts, paused: Paused) {
  const { code, sinceMs, untilMs, checkAtMs, times, billedTo } = paused;
  const iso = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
  const { sentence } = FAILURES[code];
  return {
    code,
    sentence,
    hint: adviceOn(facts, paused),
    since: iso(sinceMs),
    until: iso(untilMs),
    asksAt: iso(checkAtMs),
    ...(times === undefined ? {} : { times }),
    ...(billedTo === undefined ? {} : { billedTo }),
  };
}

/** Why no run of the account sends anything, what to do, and when it goes on or looks by itself. */
function pausedLines(facts: AccountFacts, { paused }: AccountView, { zone }: Pick<Screen, 'zone'>): readonly string[] {
  if (paused === undefined) return [];
  const { code, sinceMs } = paused;
  const since = sinceMs === undefined ? '' : ` (since ${clockTime(sinceMs, zone)})`;
  return [`paused    ${FAILURES[code].sentence}${since}: ${adviceOn(facts, paused)}`, ...nextLines(paused, zone)];
}

function nextLines({ untilMs, checkAtMs, times, billedTo = '' }: Paused, zone: string): readonly string[] {
  if (untilMs !== undefined) return [`          all its runs go on at ${clockTime(untilMs, zone)}`];
  if (checkAtMs !== undefined)
    return [`          the vendor is asked at ${clockTime(checkAtMs, zone)} whether it is over`];
  return times === undefined ? [] : [`          ${timesWords(times)}, billed to ${clean(billedTo)}`];
}

/** A bill is looked at in the report of the run that has it. */
function adviceOn(facts: AccountFacts, { code, billedTo }: Paused): string {
  const place = placeOf(facts);
  return advice(code, billedTo === undefined ? place : { ...place, run: billedTo.split('/').at(-1) ?? place.run });
}

/** What a person has agreed to once holds for the account: it must be seen. */
function agreedLines({ agreedTimes }: AccountView): readonly string[] {
  return agreedTimes === undefined ? [] : [`agreed    bills of up to ${timesWords(agreedTimes)}`];
}

function timesWords(times: number): string {
  return times > MOST_TIMES ? `more than ${MOST_TIMES} times the price` : `${times} times the price`;
}

function loweredWords({ effective, resting }: AccountView, untilMs: number, zone: string): string {
  const until = clockTime(untilMs, zone);
  if (resting) return `the vendor accepts no task for now (429); one is tried at ${until}`;
  return `lowered to ${count(effective)} after a refusal; one more is tried at ${until}`;
}

function orderedWords(facts: AccountFacts, ordered: number, limit: number): string {
  return `a person allows ${count(ordered)}; all again: ${accountCommand(placeOf(facts))}limit ${count(limit)}`;
}

function placeOf({ name, provider }: AccountFacts) {
  return { run: 'RUN', node: 'NODE', file: 'FILE', account: name, realm: provider === 'simulator' ? 'simulator' : '' };
}

function holders(all: readonly Holder[], { columns, paint, nowMs }: Screen): string {
  const rows = all.slice(0, MOST).map((holder) => {
    const unsure = holder.unsure.filter((untilMs) => untilMs > nowMs).length;
    return [
      holder.id,
      count(holder.held),
      count(holder.want),
      String(Math.round(holder.share * 100) / 100),
      holder.weight === 1 ? '' : String(holder.weight),
      holder.prio === 0 ? '' : String(holder.prio),
      { text: unsure === 0 ? '' : count(unsure), style: 'bad' as const },
      holder.dead ? `gone: ${holder.because}` : holder.because,
    ];
  });
  const text = table(COLUMNS, rows, columns, paint);
  return all.length > MOST ? `${text}\n… and ${count(all.length - MOST)} more runs` : text;
}

const MOST = 100;
const COLUMNS = [
  { title: 'run', flexible: true },
  { title: 'holds', align: 'right' },
  { title: 'wants', align: 'right' },
  { title: 'share', align: 'right' },
  { title: 'weight', align: 'right', optional: true },
  { title: 'priority', align: 'right', optional: true },
  { title: 'unsure', align: 'right' },
  { title: 'because', flexible: true },
] as const;
