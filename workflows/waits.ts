import { CancellationScope } from '@temporalio/workflow';

/** Activities and timers that an execution can let go of: the next one takes them up from the state. */
export type Waits = {
  /** Runs `work`; tells `ended` how it ended, unless it was let go. One of the same name is let go first. */
  readonly begin: <T>(
    name: string,
    work: () => Promise<T>,
    ended: (result: { readonly ok: true; readonly value: T } | { readonly ok: false }) => void,
  ) => void;
  readonly letGo: () => void;
};

/**
 * Runs `work`, which nothing lets go. It tells its end after as many microtasks as a wait does: so what several
 * activities tell in one activation is noted in the order of the history, however the activations are cut. With
 * shorter ways a query between a dead worker's task and its repetition cut them differently than any later replay.
 */
export function keep<T>(
  work: () => Promise<T>,
  ended: (result: { readonly ok: true; readonly value: T } | { readonly ok: false }) => void,
): void {
  new CancellationScope({ cancellable: false }).run(work).then(
    (value) => ended({ ok: true, value }),
    () => ended({ ok: false }),
  );
}

/**
 * Must be made inside the workflow's non-cancellable scope: scopes made at the root die with a client's cancel. What a
 * wait tells must only be noted down, never acted on there, or the action would inherit the wait's scope.
 */
export function openWaits(): Waits {
  const scopes = new Map<string, CancellationScope>();
  return {
    begin: (name, work, ended) => {
      scopes.get(name)?.cancel();
      const scope = new CancellationScope();
      scopes.set(name, scope);
      const isOurs = () => scopes.get(name) === scope;
      const end = (result: Parameters<typeof ended>[0]) => {
        if (!isOurs()) return;
        scopes.delete(name);
        ended(result);
      };
      scope.run(work).then(
        (value) => end({ ok: true, value }),
        () => end({ ok: false }),
      );
    },
    letGo: () => {
      const open = [...scopes.values()];
      scopes.clear();
      for (const scope of open) scope.cancel();
    },
  };
}
