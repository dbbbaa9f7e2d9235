/** Runs what is given one after the other for each name, within this process. A failure does not stop the next. */
export function createMutex(): <T>(name: string, act: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (name, act) => {
    const before = last.get(name);
    const mine = (before ?? Promise.resolve()).catch(() => undefined).then(act);
    last.set(name, mine);
    try {
      return await mine;
    } finally {
      if (last.get(name) === mine) last.delete(name);
    }
  };
}
