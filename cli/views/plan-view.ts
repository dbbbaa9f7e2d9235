import type { Foreseen } from '../../plan/forecast/index.ts';
import type { Plan } from '../../plan/plan.ts';
import { dollars, quotaOf } from '../../plan/quota.ts';
import { nearLimit } from '../live/near-limit.ts';
import { clean } from '../terminal/clean.ts';
import { count, counted, some } from '../terminal/numbers.ts';
import type { Screen } from '../terminal/screen.ts';
import { durationWords } from './forecast-words.ts';
import { chainLines } from './plan-chains.ts';
import { nodeTable, stepTable } from './plan-tables.ts';
import { isKept, type Planned, type PlannedNode, plannedCost, plannedNodes } from './planned.ts';
import { twins } from './twins.ts';
import { warningLines } from './warning-lines.ts';

/** A plan as people read it before they pay: steps, what is to be made and why, chains, notes, totals. */
export function planView(planned: Planned, screen: Screen): string {
  const nodes = plannedNodes(planned);
  const parts = [
    header(planned, screen),
    stepTable(nodes, screen),
    nodeTable(nodes, screen),
    chainLines(planned.plan, nodes).join('\n'),
    twinLines(planned, nodes).join('\n'),
    warningLines(planned.warnings, screen).join('\n'),
    totals(planned, nodes, screen).join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function header({ plan, realm, availableUsd }: Planned, { paint }: Screen): string {
  const name = clean(plan.name);
  const title = name === '' || name === plan.pipeline ? '' : `  ${name}`;
  const facts = [
    `account ${clean(plan.account)}`,
    clean(plan.api),
    ...(availableUsd === undefined ? [] : [`$${availableUsd.toFixed(2)} left on it`]),
    realm === 'simulator' ? 'simulated, nothing is paid' : `realm ${clean(realm)}`,
  ];
  return `${paint('strong', clean(plan.pipeline))}${title}\n${facts.join(' · ')}`;
}

function twinLines({ plan }: Planned, nodes: readonly PlannedNode[]): readonly string[] {
  const making = nodes.filter(({ decision }) => decision.action === 'make').map(({ at }) => at);
  const groups = twins(plan, making);
  const lines = groups.slice(0, 5).map((group) => {
    const names = group.map((at) => clean(plan.nodes[at]?.id ?? ''));
    return `equal requests, ${counted(group.length, 'purchase')}, ${counted(group.length, 'take')}: ${some(names, 4)}`;
  });
  return groups.length > 5 ? [...lines, `… and ${count(groups.length - 5)} more groups of equal requests`] : lines;
}

function totals(planned: Planned, nodes: readonly PlannedNode[], screen: Screen): readonly string[] {
  const { paint } = screen;
  const cost = plannedCost(nodes);
  const make = nodes.filter(({ decision }) => decision.action === 'make' && decision.state !== 'open');
  const kept = nodes.filter(({ decision }) => isKept(decision)).length;
  const open = nodes.filter(({ decision }) => decision.state === 'open').length;
  const blocked = nodes.filter(({ decision }) => decision.state === 'blocked').length;
  const atMost = make.some(({ node }) => node.atMost) ? 'at most ' : '';
  const lines = [`current   ${counted(kept, 'node')}, $0`];
  if (open > 0)
    lines.push(`open      ${counted(open, 'node')}, ${dollars(cost.open)} reserved by the run that makes them`);
  if (blocked > 0)
    lines.push(paint('bad', `blocked   ${counted(blocked, 'node')}: nothing is paid before this is decided`));
  if (make.length === 0) return [...lines, paint('good', 'nothing to make, $0')];
  lines.push(`to make   ${work(make)}, ${atMost}${paint('strong', cost.make === 0 ? '$0' : dollars(cost.make))}`);
  if (planned.limit !== undefined) lines.push(limitLine(planned.plan, cost.make, planned.limit, paint));
  if (planned.availableUsd !== undefined) lines.push(...shortBalance(cost.make, planned.availableUsd, paint));
  if (planned.foreseen !== undefined) lines.push(`time      ${timeWords(planned.foreseen, screen)}`);
  return lines;
}

function timeWords({ forecast, slots, rivals }: Foreseen, screen: Screen): string {
  const shared = rivals === 0 ? '' : `, shared with ${counted(rivals, 'other run')}`;
  const guess = forecast.isGuess ? '; a guess, nothing like it was timed here yet' : '';
  return `${durationWords(forecast, screen)}, ${counted(slots, 'render')} at a time${shared}${guess}`;
}

/** Only a run knows what it will really pay, so it is started all the same: it pauses where the money ends. */
function shortBalance(make: number, availableUsd: number, paint: Screen['paint']): readonly string[] {
  const missing = make - quotaOf(availableUsd);
  return missing <= 0 ? [] : [paint('bad', `balance   not enough for this: ${dollars(missing)} are missing`)];
}

/** `12 renders, 2 choices by a person, 1 file joined here`. */
function work(make: readonly PlannedNode[]): string {
  const picks = make.filter(({ node }) => node.kind === 'pick').length;
  const approves = make.filter(({ node }) => node.kind === 'approve').length;
  const joins = make.filter(({ node }) => node.kind === 'concat').length;
  const fetches = make.filter(({ node }) => node.kind === 'fetch').length;
  const gates = make.filter(({ node }) => node.kind === 'gate').length;
  const renders = make.length - picks - approves - joins - fetches - gates;
  const parts = [
    ...(renders > 0 ? [counted(renders, 'render')] : []),
    ...(picks > 0 ? [counted(picks, 'choice by a person', 'choices by a person')] : []),
    ...(approves > 0 ? [counted(approves, 'approval')] : []),
    ...(fetches > 0 ? [counted(fetches, 'file fetched', 'files fetched')] : []),
    ...(gates > 0 ? [counted(gates, 'condition decided in the run', 'conditions decided in the run')] : []),
    ...(joins > 0 ? [counted(joins, 'file joined here', 'files joined here')] : []),
  ];
  return parts.join(', ');
}

function limitLine(plan: Plan, make: number, limit: number, paint: Screen['paint']): string {
  const text = `limit     ${dollars(limit)}`;
  if (make > limit) return paint('bad', `${text}: not enough, ${dollars(make - limit)} are missing`);
  const near = nearLimit(plan, make, limit);
  return near === undefined ? text : paint('warn', `${text}: this is ${near}`);
}
