import { ApplicationFailure } from '@temporalio/workflow';

/**
 * Runs a step of a machine. Machines never throw; if one does all the same, the workflow fails loudly: an error of
 * another kind would block its workflow task for ever, and with it every slot that it holds.
 */
export function orFail<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw ApplicationFailure.nonRetryable(`a machine threw: ${message}`, 'INTERNAL');
  }
}
