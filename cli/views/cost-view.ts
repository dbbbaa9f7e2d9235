import { dollars, type Quota } from '../../plan/quota.ts';
import { dayOf } from '../terminal/clock-times.ts';
import { count } from '../terminal/numbers.ts';
import type { Screen } from '../terminal/screen.ts';
import { table } from '../terminal/table.ts';
import { grouped } from './grouped.ts';
import { type CostDocument, costDocument } from './run-json.ts';

/** One paid decision: what was reserved, what was billed, what came back. Quota units, ms since the epoch. */
export type CostEntry = {
  readonly pipeline: string;
  readonly model: string;
  readonly atMs: number;
  readonly planned: Quota;
  readonly spent: Quota;
  readonly refunded: Quota;
  /** Billed, but the vendor named no cost: `spent` is the estimate. */
  readonly assumed: boolean;
  /** Given back as far as we know: the vendor named no cost for a task that failed. */
  readonly refundAssumed: boolean;
};
export const COST_GROUPS = ['model', 'pipeline', 'day'] as const;
export type CostGroup = (typeof COST_GROUPS)[number];

/** What was planned, billed and refunded, by model, pipeline or day, with a total. */
export function costView(entries: readonly CostEntry[], by: CostGroup, { columns, paint, zone }: Screen): string {
  if (entries.length === 0) return 'nothing was paid, $0';
  const groups = costGroups(entries, by, zone);
  const rows = groups.slice(0, MOST).map((group) => row(group.key, group.entries));
  const title = { title: by, flexible: true } as const;
  const text = table([title, ...COLUMNS], [...rows, row('total', entries)], columns, paint);
  return groups.length > MOST ? `${text}\n… and ${count(groups.length - MOST)} more, in the total` : text;
}

/** The costs as data, money in USD; days are those of the user's zone. */
export function costOverview(entries: readonly CostEntry[], by: CostGroup, zone: string) {
  const groups = costGroups(entries, by, zone);
  return { by, groups: groups.map((group) => document(group.key, group.entries)), total: document('total', entries) };
}

function costGroups(entries: readonly CostEntry[], by: CostGroup, zone: string) {
  const keyOf = (entry: CostEntry) => (by === 'day' ? dayOf(entry.atMs, zone) : entry[by]);
  const groups = [...grouped(entries, keyOf)].map(([key, own]) => ({ key, entries: own }));
  return groups.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

function document(
  key: string,
  entries: readonly CostEntry[],
): { readonly key: string; readonly renders: number } & CostDocument {
  return { key, renders: entries.length, ...costDocument(sums(entries)) };
}

function row(key: string, entries: readonly CostEntry[]) {
  const { planned, spent, refunded } = sums(entries);
  const assumed = entries.some((entry) => entry.assumed) ? '≈ ' : '';
  const hoped = entries.some((entry) => entry.refundAssumed) ? '≈ ' : '';
  const cells = [
    count(entries.length),
    dollars(planned),
    `${assumed}${dollars(spent)}`,
    `${hoped}${dollars(refunded)}`,
  ];
  const style = key === 'total' ? ('strong' as const) : undefined;
  return [key, ...cells].map((text) => (style === undefined ? text : { text, style }));
}

function sums(entries: readonly CostEntry[]) {
  const of = (name: 'planned' | 'spent' | 'refunded') => entries.reduce((sum, entry) => sum + entry[name], 0);
  return { planned: of('planned'), spent: of('spent'), refunded: of('refunded') };
}

const MOST = 400;
const COLUMNS = [
  { title: 'tasks', align: 'right' },
  { title: 'planned', align: 'right' },
  { title: 'spent', align: 'right' },
  { title: 'refunded', align: 'right' },
] as const;
