import type { Draft } from './draft.ts';
import type { Report } from './report.ts';

/**
 * Nodes in an order in which each comes after all that it waits for. Those that wait for one another in a circle,
 * and what waits for them, are left out; the circle is reported.
 */
export function orderOf(drafts: readonly Draft[], report: Report): readonly number[] {
  const open = drafts.map(({ node }) => node.edges.length);
  const waiting = new Map<number, number[]>();
  for (const [index, { node }] of drafts.entries()) {
    for (const edge of node.edges) {
      const list = waiting.get(edge.node);
      if (list === undefined) waiting.set(edge.node, [index]);
      else list.push(index);
    }
  }
  const order = drafts.flatMap((_, index) => (open[index] === 0 ? [index] : []));
  for (let at = 0; at < order.length; at += 1) {
    const ended = order[at];
    for (const index of ended === undefined ? [] : (waiting.get(ended) ?? [])) {
      const left = (open[index] ?? 0) - 1;
      open[index] = left;
      if (left === 0) order.push(index);
    }
  }
  if (order.length === drafts.length) return order;
  const done = new Set(order);
  const start = drafts.findIndex((_, index) => !done.has(index));
  const circle = circleFrom(start, drafts, done);
  const first = drafts[circle[0] ?? start];
  if (first !== undefined) {
    const steps = circle.map((index) => drafts[index]?.node.step ?? '');
    const names = [...steps, steps[0] ?? ''].filter((name, index, all) => index === 0 || name !== all[index - 1]);
    const some = names.length > MOST ? [...names.slice(0, MOST), '…', names[0]] : names;
    const words = names.length > 1 ? some.join(' → ') : `${names[0]} → ${names[0]}`;
    report.add({
      code: 'CYCLE',
      span: first.span,
      path: ['steps', first.checked.id],
      message: `${words}: each waits for the next`,
    });
  }
  return order;
}

/** Longer circles are not spelt out. */
const MOST = 20;

/** One circle among the nodes that are left, by following what each waits for. */
function circleFrom(start: number, drafts: readonly Draft[], done: ReadonlySet<number>): readonly number[] {
  const path: number[] = [];
  let at = start;
  while (!path.includes(at)) {
    path.push(at);
    at = drafts[at]?.node.edges.find((edge) => !done.has(edge.node))?.node ?? start;
  }
  const circle = path.slice(path.indexOf(at));
  const smallest = circle.indexOf(Math.min(...circle));
  return [...circle.slice(smallest), ...circle.slice(0, smallest)];
}
