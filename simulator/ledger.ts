/** One movement of an account's money, in quota units. */
export type LedgerEntry = {
  readonly atMs: number;
  readonly account: string;
  readonly taskId: string;
  readonly kind: 'freeze' | 'settle' | 'refund';
  readonly quota: number;
};

export type Balance = {
  readonly granted: number;
  readonly used: number;
  readonly frozen: number;
  readonly available: number;
};

/** The bill: each task freezes its price once and is then settled or refunded, once. */
export type Ledger = {
  readonly freeze: (entry: Omit<LedgerEntry, 'kind'>) => void;
  /** Ends a freeze: `quota` becomes used, what is left of the price comes back. */
  readonly settle: (entry: Omit<LedgerEntry, 'kind'>) => void;
  readonly refund: (entry: Omit<LedgerEntry, 'kind' | 'quota'>) => void;
  readonly balance: (account: string) => Balance;
  readonly entries: () => readonly LedgerEntry[];
  /** What contradicts the rules of the bill; empty unless the simulator itself is wrong. */
  readonly contradictions: () => readonly string[];
};

/** A ledger that grants each account the same amount and remembers every movement. */
export function makeLedger(grantedQuota: () => number): Ledger {
  const entries: LedgerEntry[] = [];
  const open = new Map<string, LedgerEntry>();
  const sums = new Map<string, { used: number; frozen: number }>();

  const sum = (account: string): { used: number; frozen: number } => {
    const known = sums.get(account) ?? { used: 0, frozen: 0 };
    sums.set(account, known);
    return known;
  };
  const close = (taskId: string): LedgerEntry => {
    const freeze = open.get(taskId);
    if (freeze === undefined) throw new Error(`ledger: ${taskId} has nothing frozen`);
    open.delete(taskId);
    sum(freeze.account).frozen -= freeze.quota;
    return freeze;
  };

  return {
    freeze: (entry) => {
      if (open.has(entry.taskId)) throw new Error(`ledger: ${entry.taskId} is frozen twice`);
      const freeze: LedgerEntry = { ...entry, kind: 'freeze' };
      open.set(entry.taskId, freeze);
      sum(entry.account).frozen += entry.quota;
      entries.push(freeze);
    },
    settle: (entry) => {
      close(entry.taskId);
      sum(entry.account).used += entry.quota;
      entries.push({ ...entry, kind: 'settle' });
    },
    refund: (entry) => {
      entries.push({ ...entry, quota: close(entry.taskId).quota, kind: 'refund' });
    },
    balance: (account) => {
      const { used, frozen } = sum(account);
      const granted = grantedQuota();
      return { granted, used, frozen, available: granted - used - frozen };
    },
    entries: () => entries,
    contradictions: () => findContradictions(entries),
  };
}

/** Adds the entries up anew, without the running sums. */
function findContradictions(entries: readonly LedgerEntry[]): readonly string[] {
  const found: string[] = [];
  const stage = new Map<string, 'frozen' | 'closed'>();
  for (const entry of entries) {
    if (!Number.isInteger(entry.quota)) found.push(`${entry.taskId}: ${entry.quota} is no integer`);
    const before = stage.get(entry.taskId);
    if (entry.kind === 'freeze' && before !== undefined) found.push(`${entry.taskId}: frozen twice`);
    if (entry.kind !== 'freeze' && before !== 'frozen') found.push(`${entry.taskId}: ${entry.kind} when ${before}`);
    stage.set(entry.taskId, entry.kind === 'freeze' ? 'frozen' : 'closed');
  }
  return found;
}
