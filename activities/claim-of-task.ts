import type { NodeInput } from '../plan/activity.ts';
import type { ClaimState, OpenClaim, ProjectStore } from '../store/index.ts';

/**
 * The claim that paid for a task: the one that names it, else the attempt that was sent and could not write down its
 * answer. undefined: this store knows of none.
 */
export async function claimOfTask(
  store: ProjectStore,
  pipeline: string,
  node: string,
  input: Pick<NodeInput, 'generation' | 'attempt'> & { readonly task: string },
): Promise<OpenClaim | undefined> {
  const states = await sentOf(store, pipeline, node);
  const naming = states.find((state) => state.created?.task === input.task);
  if (naming !== undefined) return naming;
  return states.find(
    ({ ref, created }) => created === undefined && ref.generation === input.generation && ref.attempt === input.attempt,
  );
}

/** The claim that names a task as its own. */
export async function claimNaming(
  store: ProjectStore,
  pipeline: string,
  node: string,
  task: string,
): Promise<OpenClaim | undefined> {
  return (await sentOf(store, pipeline, node)).find((state) => state.created?.task === task);
}

async function sentOf(store: ProjectStore, pipeline: string, node: string): Promise<readonly OpenClaim[]> {
  const states: OpenClaim[] = [];
  for (const ref of await store.claims.ofNode(pipeline, node)) {
    const state = await store.claims.read(ref);
    if (state !== undefined && isSent(state)) states.push(state);
  }
  return states;
}

function isSent(state: ClaimState): state is OpenClaim {
  return state.claim.kind === 'intent';
}
