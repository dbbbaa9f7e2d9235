import type { Client } from '@temporalio/client';
import { accountWithKey, simulatorAccountId } from '../../config/index.ts';
import type { AccountOrder } from '../../plan/account/index.ts';
import type { AccountInput } from '../../plan/account-view.ts';
import { accountWorkflowId, TASK_QUEUE, WORKFLOW_ACCOUNT } from '../../plan/recorded-names.ts';
import { TIMING } from '../../plan/timing.ts';
import { jsonText } from '../terminal/index.ts';
import { type AccountFacts, accountDocument, accountView } from '../views/index.ts';
import { type Announced, announceAccount } from './account-session.ts';
import { askAccount } from './ask-account.ts';
import { withEngine, withLivingEngine } from './engine-session.ts';
import { knownBalance } from './known-balance.ts';
import { orderAccount } from './order-account.ts';
import { openRealm, type RealmSession } from './realm-session.ts';
import { Refusal } from './refusal.ts';
import type { Shell } from './shell.ts';
import { tellLimit } from './tell-limit.ts';

type Wanted = { readonly name?: string; readonly order?: AccountOrder };
type Flags = { readonly simulate?: boolean; readonly json?: boolean };

/** Shows an account, after it was given an order, if any. Throws ConfigError (78), Refusal (64). */
export async function accountCommand(shell: Shell, { name, order }: Wanted, flags: Flags): Promise<void> {
  if (flags.simulate && name !== undefined) {
    throw new Refusal(64, 'a simulated run has one account only', 'dailies account --simulate, without a name');
  }
  const session = await openRealm(shell, shell.cwd, { simulate: flags.simulate, account: name });
  const known = settingsOf(shell, session);
  const look = (client: Client) => askAccount(client, known.id);
  const view =
    order === undefined
      ? await withLivingEngine(shell, look)
      : await withEngine(shell, async (client) => {
          await carryOut(shell, client, session, known, order);
          return look(client);
        });
  const availableUsd = await knownBalance(shell, session);
  const { facts } = session;
  const shown: AccountFacts = {
    ...{ name: facts.name, id: known.id, provider: facts.provider, api: facts.api, counts: known.counts },
    ...(availableUsd === undefined ? {} : { availableUsd }),
    ...(view === undefined ? {} : { view }),
  };
  const { terminal } = shell;
  terminal.data(flags.json ? jsonText(accountDocument(shown)) : accountView(shown, terminal.screen()));
}

function settingsOf(
  { home, env }: Shell,
  { root, store, facts }: RealmSession,
): { readonly id: string; readonly counts: 'in-flight' | 'queued' } {
  if (facts.realm === 'simulator') return { id: simulatorAccountId(store.id), counts: 'in-flight' };
  return accountWithKey({ home, root, env, account: facts.name }).account;
}

/** An account that is not at work is put to work, so that the order holds for the runs to come. */
async function carryOut(
  shell: Shell,
  client: Client,
  session: RealmSession,
  { id }: { readonly id: string },
  order: AccountOrder,
): Promise<void> {
  const { limit, name, realm } = session.facts;
  if (order.do === 'limit' && order.limit > limit) {
    throw new Refusal(
      64,
      `the account "${name}" has a limit of ${limit}`,
      'raise it in dailies.yaml, then: dailies resume',
    );
  }
  const announce = () => announceAccount(shell, session, { simulate: realm === 'simulator', account: name });
  // What was edited in dailies.yaml meanwhile (a day's limit, a host) may be what it waited for.
  if (order.do === 'resume') await tellLimit(client, await announce());
  if ((await orderAccount(client, id, order)) || order.do === 'resume') return;
  await start(client, await announce());
  await orderAccount(client, id, order);
}

async function start(client: Client, { id, limit, speed }: Announced): Promise<void> {
  const input: AccountInput = { interpreter: 1, account: id, limit, speed };
  await client.workflow.start(WORKFLOW_ACCOUNT, {
    ...{ taskQueue: TASK_QUEUE, workflowId: accountWorkflowId(id), workflowIdConflictPolicy: 'USE_EXISTING' },
    ...{ workflowTaskTimeout: TIMING.workflowTaskMs, args: [input] },
  });
}
