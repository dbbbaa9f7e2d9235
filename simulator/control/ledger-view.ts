import type { Json } from '../json.ts';
import type { Ledger } from '../ledger.ts';
import { isTerminal, type Task } from '../task.ts';

/** The whole bill: what each account owes, each movement, and each task with the body that was accepted. */
export type LedgerView = {
  readonly balanced: boolean;
  readonly contradictions: readonly string[];
  readonly accounts: { readonly [account: string]: ReturnType<Ledger['balance']> };
  readonly entries: ReturnType<Ledger['entries']>;
  readonly tasks: readonly LedgerTask[];
};

export type LedgerTask = {
  readonly taskId: string;
  readonly account: string;
  readonly status: Task['status'];
  readonly billing: 'frozen' | 'settled' | 'refunded';
  readonly model: string;
  readonly prompt: string;
  readonly seconds: number;
  readonly take: number;
  readonly priceQuota: number;
  readonly costQuota: number | null;
  readonly body: Json;
  readonly bodySha256: string;
  readonly idempotencyKey: string | null;
  readonly arrivedAt: number;
  readonly acceptedAt: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly finishedAt: number | null;
};

/** Adds the books up. */
export function viewLedger(ledger: Ledger, tasks: readonly Task[]): LedgerView {
  const contradictions = ledger.contradictions();
  const accounts = [...new Set(tasks.map((task) => task.account))];
  return {
    balanced: contradictions.length === 0,
    contradictions,
    accounts: Object.fromEntries(accounts.map((account) => [account, ledger.balance(account)])),
    entries: ledger.entries(),
    tasks: tasks.map(viewTask),
  };
}

function viewTask(task: Task): LedgerTask {
  const { status, account, body, bodySha256, take, priceQuota, arrivedAt, acceptedAt, startsAt, endsAt } = task;
  const ended = status === 'completed' ? 'settled' : 'refunded';
  return {
    ...{ taskId: task.id, account, status, body, bodySha256, take, priceQuota },
    ...{ arrivedAt, acceptedAt, startsAt, endsAt },
    billing: isTerminal(status) ? ended : 'frozen',
    model: task.shot.model,
    prompt: task.shot.prompt,
    seconds: task.shot.seconds,
    costQuota: task.costQuota ?? null,
    idempotencyKey: task.idempotencyKey ?? null,
    finishedAt: task.finishedAt ?? null,
  };
}
