import { dollars } from '../../plan/quota.ts';
import { clean } from '../terminal/clean.ts';
import { clockTime } from '../terminal/clock-times.ts';
import type { Screen } from '../terminal/screen.ts';
import type { ReportTwin } from './report.ts';

/** Tasks that may exist twice, and what is set aside for them. Not the twins of a plan: those are equal requests. */
export function twinLines(twins: readonly ReportTwin[], { paint, zone }: Pick<Screen, 'paint' | 'zone'>) {
  return twins.map(({ node, task, second, taken, reserved, untilMs }) =>
    taken
      ? `${paint('good', 'second')}    ${clean(node)}: ${clean(task)} brought no file; that of ${clean(second ?? '')}, ` +
        'a second task that the vendor had made of the same request, was taken, and nothing was sent again'
      : `${paint('warn', 'twin?')}     ${clean(node)}: beside ${clean(task)} the vendor ${madeToo(second)} that is billed too; ` +
        `${dollars(reserved)} and a slot stay reserved until ${clockTime(untilMs, zone)}: look at the vendor's list`,
  );
}

function madeToo(second: string | undefined): string {
  return second === undefined ? 'may have made a second task' : `made ${clean(second)}, a second task`;
}
