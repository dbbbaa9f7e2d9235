import { dollars } from '../../plan/quota.ts';
import { duration } from '../terminal/durations.ts';
import { count } from '../terminal/numbers.ts';
import type { Style } from '../terminal/paint.ts';
import type { Screen } from '../terminal/screen.ts';
import { table } from '../terminal/table.ts';
import type { ReportNode } from './report.ts';

/** A row per node: file, seconds, cost, task, attempts. Bounded: `--json` has all. */
export function shotTable(nodes: readonly ReportNode[], { columns, paint }: Screen): string {
  const rows = nodes
    .slice(0, MOST_ROWS)
    .map((node) => [
      node.node,
      { text: node.state, style: STYLES[node.state] },
      node.seconds === undefined ? '' : `${Math.round(node.seconds * 10) / 10} s`,
      node.renderMs === undefined ? '' : duration(node.renderMs),
      node.state === 'current' || node.cost === 0 ? '$0' : `${node.costAssumed ? '≈ ' : ''}${dollars(node.cost)}`,
      node.attempts > 1 ? count(node.attempts) : '',
      node.task ?? '',
      node.file ?? '',
    ]);
  const text = table(COLUMNS, rows, columns, paint);
  return nodes.length > MOST_ROWS
    ? `${text}\n… and ${count(nodes.length - MOST_ROWS)} more nodes (--json has all)`
    : text;
}

const MOST_ROWS = 300;
const COLUMNS = [
  { title: 'node', flexible: true },
  { title: 'state' },
  { title: 'video', align: 'right' },
  { title: 'took', align: 'right' },
  { title: 'cost', align: 'right' },
  { title: 'attempts', align: 'right', optional: true },
  { title: 'task', flexible: true, optional: true },
  { title: 'file', flexible: true, optional: true },
] as const;
const STYLES: { readonly [state in ReportNode['state']]?: Style } = {
  done: 'good',
  failed: 'bad',
  unsure: 'bad',
  blocked: 'bad',
  asking: 'warn',
  late: 'warn',
  current: 'faint',
};
