/** Answers that are held back until somebody lets them go. */
export type Holds = {
  readonly wait: () => Promise<void>;
  /** Lets the oldest `count` go (all unless told) and says how many those were. */
  readonly release: (count?: number) => number;
  readonly count: () => number;
};

export function makeHolds(): Holds {
  let held: (() => void)[] = [];
  return {
    count: () => held.length,
    wait: () => new Promise((resolve) => held.push(resolve)),
    release: (count = held.length) => {
      const going = held.slice(0, count);
      held = held.slice(count);
      for (const go of going) go();
      return going.length;
    },
  };
}
