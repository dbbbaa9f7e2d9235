import type { MakeRecord } from '../../plan/record.ts';
import { SIGNAL_WAKE } from '../../plan/recorded-names.ts';
import { type Desk, type Orders, type Reply, sheetOf } from '../../sheet/index.ts';
import type { RunEntry } from '../../store/index.ts';
import { announceAccount } from './account-session.ts';
import { beginRun } from './begin-run.ts';
import { type DecidedPlan, decidePlan } from './decide-plan.ts';
import { withEngine } from './engine-session.ts';
import type { RealmFlags } from './realm-facts.ts';
import type { RealmSession } from './realm-session.ts';
import { Refusal } from './refusal.ts';
import { sheetAnswers } from './sheet-answers.ts';
import { sheetFacts } from './sheet-facts.ts';
import { openFeed } from './sheet-feed.ts';
import { endingOf } from './sheet-nodes.ts';
import { type Offer, offerOf } from './sheet-offer.ts';
import type { Shell } from './shell.ts';
import { withRun } from './take-up.ts';
import { wakeIfOpen } from './wake-run.ts';

/**
 * What stands behind the page of a run. Answers are written down at once and let go on only what is free; what costs
 * waits for `promote`, which begins or wakes exactly what was offered.
 */
export async function openDesk(
  shell: Shell,
  { store, facts, entry }: RealmSession & { readonly entry: RunEntry },
  flags: RealmFlags,
): Promise<Desk & { readonly close: () => Promise<void> }> {
  const feed = await openFeed(shell, store, entry);
  const answers = sheetAnswers(store, feed.seen);
  const shown = new Set<string>();
  const promoted = new Map<string, Promise<Reply>>();
  let turn: Promise<unknown> = Promise.resolve();

  const link = (make: MakeRecord) => {
    shown.add(make.sha256);
    return `media/${make.sha256}.${endingOf(make)}`;
  };

  /** One after the other: an answer that is being written is not read by the next. */
  function inTurn(act: () => Promise<Reply>): Promise<Reply> {
    const reply = turn.then(act).catch(refused);
    turn = reply;
    return reply.finally(feed.changed);
  }

  async function decidedNow(): Promise<DecidedPlan> {
    return decidePlan(store, feed.seen().plan, { canPublish: facts.mediaHost });
  }

  async function offerNow(): Promise<Offer | undefined> {
    return offerOf(shell, store, feed.seen(), await decidedNow(), flags);
  }

  /** An answer on which nothing hangs that is paid for lets its run go on at once. */
  async function answered(reply: Reply): Promise<Reply> {
    const offer = await offerNow();
    if (offer?.how === 'wake' && offer.due.isFree) await wakeIfOpen(shell, feed.seen().entry);
    return reply;
  }

  async function promote({ offer: name }: Orders['promote']): Promise<Reply> {
    const offer = await offerNow();
    if (offer === undefined) return { kind: 'no', words: 'there is nothing to go on with' };
    if (offer.due.offer !== name) {
      return { kind: 'no', words: 'what it would make has changed since it was shown: look again', due: offer.due };
    }
    const { entry } = feed.seen();
    const many = offer.due.nodes.length;
    const words = `goes on: ${many} ${many === 1 ? 'node' : 'nodes'}, ${offer.due.price}`;
    answers.settle();
    if (offer.how === 'wake') {
      await withRun(shell, `${entry.pipeline}#${entry.n}`, { ...flags, takeKey: false }, async ({ client, seen }) => {
        if (seen.standing !== 'open') throw new Refusal(75, 'the run has ended in this moment', 'look again');
        await client.workflow.getHandle(entry.workflowId).signal(SIGNAL_WAKE, {});
      });
      return { kind: 'done', words };
    }
    const { prepared, flags: typed } = offer;
    const named = { ...typed, account: prepared.session.facts.name, speed: prepared.speed };
    const account = await announceAccount(shell, prepared.session, named);
    const started = await withEngine(shell, (client) => beginRun(client, prepared, account, typed));
    await feed.turnTo(started.entry);
    return { kind: 'done', words: `${started.entry.pipeline}#${started.entry.n} ${words}` };
  }

  return {
    ...{ onChange: feed.onChange, close: feed.close },
    sheet: async () => {
      const seen = feed.seen();
      const decided = await decidedNow();
      const offer = await offerOf(shell, store, seen, decided, flags).catch(() => undefined);
      const due = offer === undefined || (offer.how === 'wake' && offer.due.isFree) ? {} : { due: offer.due };
      const undo = answers.undoes();
      const undoes = undo === undefined ? {} : { undo };
      return sheetOf(await sheetFacts({ store, seen, link, decided: decided.decided, ...due, ...undoes }));
    },
    mediaFile: async (sha256) => (shown.has(sha256) ? store.media.path(sha256) : undefined),
    pick: (order) => inTurn(async () => answered(await answers.pick(order))),
    approve: (order) => inTurn(async () => answered(await answers.approve(order))),
    note: (order) => inTurn(() => answers.note(order)),
    undo: () => inTurn(answers.undo),
    offer: () =>
      inTurn(async () => {
        const offer = await offerNow();
        if (offer === undefined) return { kind: 'no', words: 'there is nothing to go on with' };
        return { kind: 'done', words: '', due: offer.due };
      }),
    promote: (order) => {
      const again = promoted.get(order.offer);
      if (again !== undefined) return again;
      const reply = inTurn(() => promote(order));
      promoted.set(order.offer, reply);
      // What was not carried out may be tried again.
      void reply.then(({ kind }) => kind === 'no' && promoted.delete(order.offer));
      return reply;
    },
  };
}

function refused(error: unknown): Reply {
  if (error instanceof Refusal) return { kind: 'no', words: error.message, hint: error.hint };
  return { kind: 'no', words: error instanceof Error ? error.message : String(error) };
}
