import type { EdgeStatus } from '../plan/condition.ts';
import { type Expression, partsOf } from './ast.ts';

/** The functions that only an `if` may call: how what the node needs has ended. */
export const STATUS_FUNCTIONS: { readonly [name in keyof EdgeStatus]: string } = {
  success: 'success(): nothing that it needs failed, was skipped or cancelled; what counts where no other is named',
  failure: 'failure(): something that it needs failed',
  always: 'always(): all that it needs has ended',
  cancelled: 'cancelled(): something that it needs was cancelled',
};

/** True for the name of a status function. */
export function isStatusFunction(name: string): name is keyof EdgeStatus {
  return Object.hasOwn(STATUS_FUNCTIONS, name);
}

/** The status functions that an expression calls. */
export function statusIn(expression: Expression): ReadonlySet<keyof EdgeStatus> {
  const own = expression.kind === 'call' && isStatusFunction(expression.name) ? [expression.name] : [];
  return new Set([...own, ...partsOf(expression).flatMap((part) => [...statusIn(part)])]);
}
