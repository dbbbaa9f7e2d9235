import type { Client } from '@temporalio/client';
import { readAccount } from '../../config/index.ts';
import type { Surroundings } from '../../plan/forecast/index.ts';
import type { Plan } from '../../plan/plan.ts';
import type { ProjectStore, RunEntry } from '../../store/index.ts';
import type { Shell } from './shell.ts';
import { type Around, surroundingsOf } from './surroundings.ts';

/** What is around a run that is followed; undefined: it was looked at a moment ago. */
export type LookAround = (client: Client) => Promise<Surroundings | undefined>;

/** Other runs come and go in minutes. */
const EVERY_MS = 10_000;

/** Looks at what is around an open run; the times of its renders are read once, since who follows it sees them end. */
export function lookingAround(around: Around, nowMs: () => number): LookAround {
  let nextMs = Number.NEGATIVE_INFINITY;
  let first: Surroundings | undefined;
  return async (client) => {
    if (nowMs() < nextMs) return undefined;
    const seen = await surroundingsOf(client, around);
    first ??= seen;
    nextMs = nowMs() + EVERY_MS;
    return { ...seen, times: first.times };
  };
}

/** What must be known of a run to look around it. */
export function aroundRun(shell: Shell, store: ProjectStore, entry: RunEntry, plan: Plan, speed: number): Around {
  const renders = plan.nodes.filter(({ renderMs }) => renderMs > 0);
  const { dayLimit, pollMs } = settingsOf(shell, entry);
  return {
    ...{ store, account: entry.account, ours: entry.workflowId, speed, pollMs },
    usualMs: renders.reduce((sum, { renderMs }) => sum + renderMs, 0) / Math.max(1, renders.length),
    ...(dayLimit && { dayLimit }),
  };
}

function settingsOf({ home }: Shell, { account }: RunEntry): Pick<Around, 'dayLimit' | 'pollMs'> {
  try {
    const { dayLimit, poll } = readAccount(home, account);
    return { pollMs: poll.minMs, ...(dayLimit && { dayLimit }) };
  } catch {
    return { pollMs: 0 };
  }
}
