import type { CheckedStep } from './check-schema.ts';
import type { Report } from './report.ts';

/**
 * Steps in an order in which each comes after those that it takes its instances from (`over`, a pick's `from`). Those
 * that take them from one another in a circle, and those behind, are left out; each circle is reported. No recursion:
 * a file may hold thousands of steps, one over the other.
 */
export function expansionOrder(steps: readonly CheckedStep[], report: Report): readonly CheckedStep[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const open = new Map(steps.map((step) => [step.id, new Set(basesOf(step).filter((id) => byId.has(id)))]));
  const behind = new Map<string, string[]>();
  for (const [id, bases] of open) {
    for (const base of bases) behind.set(base, [...(behind.get(base) ?? []), id]);
  }
  const order = steps.filter(({ id }) => open.get(id)?.size === 0);
  for (let at = 0; at < order.length; at += 1) {
    const id = order[at]?.id ?? '';
    for (const next of behind.get(id) ?? []) {
      const bases = open.get(next);
      bases?.delete(id);
      const step = byId.get(next);
      if (bases?.size === 0 && step !== undefined) order.push(step);
    }
  }
  if (order.length < steps.length) reportCircles(steps, open, report);
  return order;
}

function basesOf({ step }: CheckedStep): readonly string[] {
  if (step.uses === 'pick') return step.with.from;
  const over = 'strategy' in step ? step.strategy?.over : undefined;
  return over === undefined ? [] : [over];
}

function reportCircles(
  steps: readonly CheckedStep[],
  open: ReadonlyMap<string, ReadonlySet<string>>,
  report: Report,
): void {
  const seen = new Set<string>();
  for (const { id: start } of steps) {
    const path: string[] = [];
    const here = new Set<string>();
    let id: string | undefined = start;
    while (id !== undefined && open.get(id)?.size !== 0 && !seen.has(id)) {
      seen.add(id);
      here.add(id);
      path.push(id);
      id = [...(open.get(id) ?? [])].at(0);
    }
    if (id === undefined || !here.has(id)) continue;
    const circle = path.slice(path.indexOf(id));
    const step = steps.find((one) => one.id === id);
    if (step === undefined) continue;
    const names = [...circle.slice(0, MOST), ...(circle.length > MOST ? ['…'] : []), id].join(' → ');
    const message = `${names}: each takes its instances from the next`;
    report.add({ code: 'CYCLE', span: step.tree.span, path: ['steps', id], message });
  }
}

/** Longer circles are not spelt out. */
const MOST = 20;
