/**
 * Word that a task may have news, on its way to whoever follows it in this process. A hint decides nothing: it makes
 * the follower ask the vendor now.
 */
export type Hints = {
  /** Tells the followers of a task; false: nobody here follows it. */
  tell(account: string, task: string): boolean;
  /** Calls `heard` at each hint until the returned function is called. */
  listen(account: string, task: string, heard: () => void): () => void;
};

export function createHints(): Hints {
  const followers = new Map<string, Set<() => void>>();
  return {
    tell: (account, task) => {
      const found = followers.get(`${account}/${task}`);
      for (const heard of found ?? []) heard();
      return found !== undefined;
    },
    listen: (account, task, heard) => {
      const name = `${account}/${task}`;
      const found = followers.get(name) ?? new Set();
      followers.set(name, found.add(heard));
      return () => {
        found.delete(heard);
        if (found.size === 0 && followers.get(name) === found) followers.delete(name);
      };
    },
  };
}
