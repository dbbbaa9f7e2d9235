import type { AccountView, Holder } from '../../plan/account-view.ts';
import { FAILURES, type FailureCode } from '../../plan/failures.ts';
import { clean } from '../terminal/clean.ts';
import { clockTime } from '../terminal/clock-times.ts';
import { count } from '../terminal/numbers.ts';
import type { Screen } from '../terminal/screen.ts';
import { table } from '../terminal/table.ts';

export type AccountFacts = {
  /** Its name in dailies.yaml and its id. */
  readonly name: string;
  readonly id: string;
  readonly provider: string;
  readonly api: string;
  readonly counts: 'in-flight' | 'queued';
  /** Why its runs submit nothing, if so. */
  readonly paused?: FailureCode;
  /** The account's own answer; absent where no run is open (nobody holds a slot then). */
  readonly view?: AccountView;
};

/** Who holds which slots of an account and why. */
export function accountView(facts: AccountFacts, screen: Screen): string {
  const { paint, zone } = screen;
  const head = `${paint('strong', clean(facts.name))}  ${clean(facts.id)} · ${clean(facts.provider)} · ${clean(facts.api)}`;
  const paused =
    facts.paused === undefined
      ? []
      : [paint('bad', `paused    ${FAILURES[facts.paused].sentence}: ${FAILURES[facts.paused].hint}`)];
  const { view } = facts;
  if (view === undefined) return [head, ...paused, 'no run is open: nobody holds a slot'].join('\n');
  const counted = facts.counts === 'queued' ? ', counted until a task is rendering' : '';
  const lowered =
    view.loweredUntilMs === null
      ? []
      : [
          `          lowered to ${count(view.effective)} after a refusal, until ${clockTime(view.loweredUntilMs, zone)}`,
        ];
  return [
    head,
    ...paused,
    `slots     ${count(view.limit - view.free)} of ${count(view.limit)} held${counted}${view.waiting ? ', others wait' : ''}`,
    ...lowered,
    ...(view.counting ? ['          looking for what is still open; nothing is granted until that is known'] : []),
    holders(view.holders, screen),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** The account as data. */
export function accountDocument(facts: AccountFacts) {
  const { name, id, provider, api, counts, view } = facts;
  return { name, id, provider, api, counts, paused: facts.paused ?? null, slots: view ?? null };
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
