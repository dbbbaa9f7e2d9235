import type { WorkflowInterceptors, WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { ApplicationFailure } from '@temporalio/workflow';
import { UNCERTAIN } from '../plan/recorded-names.ts';

type Activate = NonNullable<NonNullable<WorkflowInterceptors['internals']>[number]['activate']>;
type Activation = Parameters<Activate>[0]['activation'];

/**
 * Refuses a query that brought up a workflow on a task which a dead worker took and never completed. The SDK applies
 * that task's events for the query and would go on from there, so that later events come in an activation of their
 * own; every replay gets them all in one, signals first, and would decide in another order. Refused, the workflow
 * leaves the worker's memory and is built anew by its next task; who asked asks again (decision 0043).
 *
 * Seen from here that is: taken up by replay, then one activation that is no replay, then the query. A task that did
 * bring the workflow up looks the same once; asking again costs that one a replay.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  const life = { replayed: false, decided: 0, certain: false };
  const activate: Activate = (input, next) => {
    if (isDirectQuery(input.activation)) {
      if (!life.certain && life.replayed && life.decided === 1) throw ApplicationFailure.nonRetryable(UNCERTAIN);
      life.certain = true;
    } else if (input.activation.isReplaying === true) life.replayed = true;
    else life.decided += 1;
    return next(input);
  };
  return { internals: [{ activate }] };
};

/** The SDK's name for a query that came by itself, not with a task. */
const DIRECT = 'legacy_query';

function isDirectQuery(activation: Activation): boolean {
  return (activation.jobs ?? []).some((job) => job.queryWorkflow?.queryId === DIRECT);
}
