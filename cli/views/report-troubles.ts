import { FAILURES, type FailureCode } from '../../plan/failures.ts';
import { dollars } from '../../plan/quota.ts';
import { clean } from '../terminal/clean.ts';
import { count, some } from '../terminal/numbers.ts';
import type { Style } from '../terminal/paint.ts';
import type { Screen } from '../terminal/screen.ts';
import { advice, typed } from './advice.ts';
import { grouped } from './grouped.ts';
import type { Report, ReportNode } from './report.ts';

/** What went wrong or waits, by state and reason in plain words: which nodes, the vendor's words, what to do. */
export function troubleLines(report: Report, { paint }: Pick<Screen, 'paint'>): readonly string[] {
  return TROUBLES.flatMap(([state, title, style]) => {
    // What was never wanted is no trouble; what a failure or a person brought about is told.
    const isTold = ({ code }: ReportNode) => state !== 'not-wanted' || code !== undefined;
    const nodes = report.nodes.filter((node) => node.state === state && isTold(node));
    const reasons = [
      ...grouped(nodes, (node) => `${node.code ?? ''} ${node.message ?? ''} ${node.reason ?? ''}`).values(),
    ];
    const shown = reasons.slice(0, MOST_REASONS).flatMap((same) => reasonLines(report, state, same));
    const rest = reasons.length - MOST_REASONS;
    if (nodes.length === 0) return [];
    const more = rest > 0 ? [`  … and ${count(rest)} more reasons`] : [];
    return [`${paint(style, title)} ${count(nodes.length)}`, ...shown, ...more];
  });
}

const MOST_REASONS = 12;
const TROUBLES: readonly (readonly [ReportNode['state'], string, Style])[] = [
  ['failed', 'failed', 'bad'],
  ['unsure', 'unsure', 'bad'],
  ['blocked', 'blocked', 'bad'],
  ['asking', 'waiting for a person', 'warn'],
  ['late', 'late, still waited for', 'warn'],
  ['skipped', 'skipped, for what they need is missing', 'warn'],
  ['cancelled', 'cancelled', 'warn'],
  ['not-wanted', 'not wanted, by a rejection or a failure that is let pass', 'warn'],
];

function reasonLines(report: Report, state: ReportNode['state'], nodes: readonly ReportNode[]): readonly string[] {
  const [first] = nodes;
  if (first === undefined) return [];
  const names = some(
    nodes.map((node) => clean(node.node)),
    6,
  );
  const code = first.code ?? DEFAULT_CODES[state];
  if (state === 'asking') return answerLines(report, nodes);
  if (code === undefined) return [`  ${names}`];
  const said =
    first.message === undefined || first.message === '' ? '' : `; the vendor says: “${clean(first.message)}”`;
  const place = {
    run: report.run,
    realm: report.realm,
    file: report.file,
    node: nodes.length === 1 ? clean(first.node) : 'NODE',
  };
  const paid = state === 'blocked' ? nodes.reduce((sum, { cost }) => sum + cost, 0) : 0;
  const lost = paid > 0 ? `; ${dollars(paid)} was paid` : '';
  const why = first.reason === undefined ? [] : [`    ${clean(first.reason)}`];
  return [
    `  ${names}`,
    `    ${code}: ${FAILURES[code].sentence}${lost}${said}`,
    ...why,
    `    → ${advice(code, place)}`,
  ];
}

/** What to type for each question, some of them. */
function answerLines(report: Report, nodes: readonly ReportNode[]): readonly string[] {
  const shown = nodes.slice(0, MOST_REASONS).flatMap(({ node, answer }) => {
    return [`  ${clean(node)}`, `    → ${answer ?? typed('dailies status', report)}`];
  });
  const rest = nodes.length - MOST_REASONS;
  return rest > 0 ? [...shown, `  … and ${count(rest)} more: ${typed('dailies status', report)}`] : shown;
}

const DEFAULT_CODES: { readonly [state in ReportNode['state']]?: FailureCode } = { unsure: 'UNSURE' };
