/**
 * Word that a task may have news, on its way to whoever follows it in this process. A hint decides nothing: it makes
 * the follower ask the vendor now.
 */
export type Hints = {
  /** Tells the followers of a task; false: nobody here follows it. */
  tell(task: string): boolean;
  /** Calls `heard` at each hint until the returned function is called. */
  listen(task: string, heard: () => void): () => void;
};

export function createHints(): Hints {
  const followers = new Map<string, Set<() => void>>();
  return {
    tell: (task) => {
      const found = followers.get(task);
      for (const heard of found ?? []) heard();
      return found !== undefined;
    },
    listen: (task, heard) => {
      const found = followers.get(task) ?? new Set();
      followers.set(task, found.add(heard));
      return () => {
        found.delete(heard);
        if (found.size === 0 && followers.get(task) === found) followers.delete(task);
      };
    },
  };
}
