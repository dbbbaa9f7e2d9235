import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { connectClient, livingEngine } from '../../../engine/index.ts';
import type { AccountView } from '../../../plan/account-view.ts';
import { accountWorkflowId, QUERY_ACCOUNT } from '../../../plan/recorded-names.ts';
import type { RunEntry } from '../../../store/index.ts';
import type { Scene } from '../../e2e/scene.ts';

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

/** What the engine knows of a run and its account: histories by the name of their execution. */
export type EngineFacts = {
  readonly histories: { readonly [execution: string]: History };
  /** The account, with the run as the only holder: what others of the scene kept was told when they ended. */
  readonly account: AccountView | undefined;
  /** How run and account stand in the engine: for who wonders why a slot is kept. */
  readonly standing: string;
};

/** Slots that are given back late are waited for so long: law L1. */
const FREE_WITHIN_MS = 60_000;

/** Asks the engine of a scene about a run; `unsure`: so many slots may be kept. What it does not know is left out. */
export async function engineFacts({ home, env }: Scene, entry: RunEntry, unsure: number): Promise<EngineFacts> {
  const engine = await livingEngine({ home, env });
  if (engine === undefined) return { histories: {}, account: undefined, standing: '' };
  const client = await connectClient(engine.settings, engine.namespace);
  try {
    const accountId = accountWorkflowId(entry.account);
    const account = await settledAccount(client, accountId, entry.workflowId, unsure);
    const ids = [entry.workflowId, accountId];
    const histories = await Promise.all(ids.map((id) => executions(client, id)));
    const standing = (await Promise.all(ids.map((id) => standingOf(client, id)))).join(', ');
    return { histories: Object.fromEntries(histories.flat()), account, standing };
  } finally {
    await client.connection.close();
  }
}

async function standingOf(client: Client, id: string): Promise<string> {
  const known = await client.workflow
    .getHandle(id)
    .describe()
    .catch(() => undefined);
  if (known === undefined) return `${id} is not known`;
  const { pendingWorkflowTask, pendingActivities = [] } = known.raw;
  const doing = (pendingActivities ?? []).map(({ activityType, attempt }) => `${activityType?.name} (${attempt})`);
  return `${id} ${known.status.name}, decision tried ${pendingWorkflowTask?.attempt ?? 0} times, does [${doing.join(' ')}]`;
}

/** So many executions are looked at of a workflow that was continued as new: an account is, over all trials of a scene. */
const EXECUTIONS = 3;

/** The newest executions of a workflow, newest first. */
async function executions(client: Client, id: string): Promise<readonly (readonly [string, History])[]> {
  const found: (readonly [string, History])[] = [];
  let runId: string | undefined;
  do {
    const history = await client.workflow
      .getHandle(id, runId)
      .fetchHistory()
      .catch(() => undefined);
    if (history === undefined) break;
    found.push([`${id}, execution ${found.length}`, history]);
    runId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? '';
  } while (runId !== '' && found.length < EXECUTIONS);
  return found;
}

async function settledAccount(
  client: Client,
  id: string,
  run: string,
  unsure: number,
): Promise<AccountView | undefined> {
  const until = performance.now() + FREE_WITHIN_MS;
  let view: AccountView | undefined;
  do {
    if (view !== undefined) await delay(200);
    const all = await client.workflow
      .getHandle(id)
      .query<AccountView>(QUERY_ACCOUNT)
      .catch(() => undefined);
    view = all === undefined ? undefined : { ...all, holders: all.holders.filter((holder) => holder.id === run) };
    const kept = view?.holders.reduce((sum, { held }) => sum + held, 0) ?? 0;
    if (view !== undefined && kept <= unsure) return view;
  } while (performance.now() < until);
  return view;
}
