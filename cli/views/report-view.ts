import { FAILURES } from '../../plan/failures.ts';
import { dollars } from '../../plan/quota.ts';
import { clean } from '../terminal/clean.ts';
import { clockTime } from '../terminal/clock-times.ts';
import { duration } from '../terminal/durations.ts';
import { count, counted } from '../terminal/numbers.ts';
import type { Screen } from '../terminal/screen.ts';
import { typed } from './advice.ts';
import { afterFailures } from './after-failures.ts';
import { outputLines } from './output-lines.ts';
import { type Report, slowest, stateCounts } from './report.ts';
import { shotTable } from './report-shots.ts';
import { troubleLines } from './report-troubles.ts';
import { twinLines } from './twin-lines.ts';
import { waitingLines } from './waiting-files.ts';

/** The whole report as text: what is there, what went wrong and what to do, money, every shot, the slowest. */
export function reportView(report: Report, screen: Screen): string {
  const parts = [
    header(report, screen),
    outputLines(report.outputs ?? [], screen).join('\n'),
    troubleLines(report, screen).join('\n'),
    moneyLines(report, screen).join('\n'),
    shotTable(report.nodes, screen),
    slowLines(report).join('\n'),
    nextLines(report, screen).join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function header(report: Report, { paint, zone, nowMs }: Screen): string {
  const took = duration((report.endedMs ?? nowMs) - report.startedMs);
  const ended = report.endedMs === undefined ? 'still open' : clockTime(report.endedMs, zone);
  const counts = [...stateCounts(report)].map(([state, many]) => `${count(many)} ${state}`).join(', ');
  const name = clean(report.name);
  return [
    `${paint('strong', clean(report.run))}  ${name === '' ? '' : `${name} · `}${report.state} · ${clockTime(report.startedMs, zone)} – ${ended} (${took})`,
    counts,
    `renders   ${clean(report.rendersFolder)}`,
  ].join('\n');
}

function moneyLines(report: Report, { paint, zone, nowMs }: Screen): readonly string[] {
  const { planned, spent, refunded, reserved } = report.money;
  const assumed = report.nodes.filter((node) => node.costAssumed).length;
  const simulated = report.realm === 'simulator' ? ' (simulated: nothing was paid)' : '';
  const lines = [`money     ${paint('strong', dollars(spent))} spent of ${dollars(planned)} planned${simulated}`];
  const hoped = report.nodes.reduce((sum, node) => sum + (node.refundsAssumed ?? 0), 0);
  const words = hoped > 0 ? `, ${counted(hoped, 'refund')} of it assumed: the vendor named no cost` : '';
  if (refunded > 0) lines.push(`          ${dollars(refunded)} refunded${words}`);
  if (reserved > 0) lines.push(`          ${dollars(reserved)} still reserved: what is open or unsure`);
  lines.push(...billLines(report));
  lines.push(
    ...twinLines(report.twins, { paint, zone }),
    ...waitingLines(report.waiting ?? [], { paint, zone, nowMs }),
  );
  if (assumed > 0) lines.push(`          ${counted(assumed, 'cost')} assumed: the vendor named none`);
  if (report.limit === undefined) return lines;
  const share = report.limit === 0 ? 0 : Math.round((100 * (spent + reserved)) / report.limit);
  return [...lines, `budget    ${dollars(report.limit)}, ${share} % of it used`];
}

function billLines(report: Report): readonly string[] {
  return report.nodes.flatMap(({ node, bill }) =>
    bill === undefined ? [] : [`          ${clean(node)}: ${FAILURES[bill.code].sentence} (${clean(bill.message)})`],
  );
}

function slowLines(report: Report): readonly string[] {
  const slow = slowest(report);
  if (slow.length === 0) return [];
  return [`slowest   ${slow.map((node) => `${clean(node.node)} ${duration(node.renderMs ?? 0)}`).join(', ')}`];
}

function nextLines(report: Report, { paint }: Screen): readonly string[] {
  const failed = report.nodes.filter(({ state }) => state === 'failed');
  const next = report.endedMs === undefined ? [typed('dailies watch', report)] : afterFailures(failed, report);
  return next.map((line, at) => `${at === 0 ? 'next' : '    '}      ${paint('strong', line)}`);
}
