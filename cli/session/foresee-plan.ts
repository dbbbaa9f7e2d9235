import { accountSettings, accountWithKey, simulatorAccountId } from '../../config/index.ts';
import { foresee, type Standing } from '../../plan/forecast/index.ts';
import { runWorkflowId } from '../../plan/recorded-names.ts';
import type { Planned } from '../views/index.ts';
import { SIMULATED_POLL } from './account-session.ts';
import { withLivingEngine } from './engine-session.ts';
import type { RealmSession } from './realm-session.ts';
import type { Shell } from './shell.ts';
import { type Around, surroundingsOf } from './surroundings.ts';

/** A plan with when it will be done if it is run now. Starts nothing; an engine that does not answer is not asked. */
export async function foreseePlan(shell: Shell, session: RealmSession, planned: Planned): Promise<Planned> {
  const { plan, decisions, slots, speed } = planned;
  const standings = plan.nodes.map((_, at): Standing => {
    const { action, state } = decisions[at] ?? {};
    return action === 'make' || state === 'open' ? 'ahead' : 'over';
  });
  if (!standings.includes('ahead')) return planned;
  const renders = plan.nodes.filter(({ renderMs }) => renderMs > 0);
  const around: Around = {
    ...accountKnown(shell, session),
    store: session.store,
    ours: runWorkflowId(session.store.id, plan.pipeline),
    usualMs: renders.reduce((sum, { renderMs }) => sum + renderMs, 0) / Math.max(1, renders.length),
    speed,
  };
  const asked = await withLivingEngine(shell, (client) => surroundingsOf(client, around)).catch(() => undefined);
  const seen = asked ?? (await surroundingsOf(undefined, around));
  const foreseen = foresee({ plan, standings, slots, speed, nowMs: Date.now(), around: seen });
  return foreseen === undefined ? planned : { ...planned, foreseen };
}

/** Without a key nobody knows which account it is; its limits are written down all the same. */
function accountKnown(
  { home, env }: Shell,
  { root, store, facts }: RealmSession,
): Pick<Around, 'account' | 'dayLimit' | 'pollMs'> {
  if (facts.realm === 'simulator') return { account: simulatorAccountId(store.id), pollMs: SIMULATED_POLL.minMs };
  const options = { home, root, env, account: facts.name, api: facts.api };
  const { dayLimit, poll } = accountSettings(options);
  return { account: idOf(options), pollMs: poll.minMs, ...(dayLimit && { dayLimit }) };
}

function idOf(options: Parameters<typeof accountWithKey>[0]): string | undefined {
  try {
    return accountWithKey(options).account.id;
  } catch {
    return undefined;
  }
}
