import type { Orders, Reply } from '../../sheet/index.ts';
import type { ProjectStore } from '../../store/index.ts';
import { approvalOf } from './approve-answer.ts';
import { answerOf } from './pick-answer.ts';
import { Refusal } from './refusal.ts';
import type { SeenRun } from './seen-run.ts';

/** Answers and notes of the page, written where `dailies pick` and `dailies approve` write theirs, and taken back. */
export type SheetAnswers = {
  readonly pick: (order: Orders['pick']) => Promise<Reply>;
  readonly approve: (order: Orders['approve']) => Promise<Reply>;
  readonly note: (order: Orders['note']) => Promise<Reply>;
  readonly undo: () => Promise<Reply>;
  /** What `undo` would take back; undefined: nothing of this page. */
  readonly undoes: () => string | undefined;
  /** From now on nothing of what was answered can be taken back. */
  readonly settle: () => void;
};

/** `taken`: throws where a run has gone on with it. */
type Done = { readonly words: string; readonly taken?: () => void; readonly takeBack: () => Promise<void> };

/** Refuses (64) what the run has taken in already, or what fits no question. */
export function sheetAnswers(store: ProjectStore, seen: () => SeenRun): SheetAnswers {
  const done: Done[] = [];

  return {
    pick: async ({ step, group, nodes }) => {
      const { plan } = seen();
      const answer = await answerOf(store, plan, nameOf(step, group), nodes);
      refuseTaken(seen(), step, group);
      const before = (await store.picks.read(plan)).find(
        (one) => one.step === step && one.group === group && !one.byName,
      );
      await store.picks.answer(plan, answer);
      const words = `${nameOf(step, group)}: ${answer.chosen.map((take) => take.node).join(', ')}`;
      done.push({
        words,
        taken: () => refuseTaken(seen(), step, group),
        takeBack: async () => {
          if (before === undefined) return store.picks.withdraw(plan, { kind: 'picks', step, group });
          const { byName: _, ...old } = before;
          return store.picks.answer(plan, old);
        },
      });
      return { kind: 'done', words };
    },
    approve: async ({ step, group, answer }) => {
      const { plan } = seen();
      const approval = await approvalOf(store, plan, nameOf(step, group), answer);
      refuseTaken(seen(), step, group);
      const all = await store.picks.approvals(plan);
      const before = all.find((one) => one.step === step && one.group === group && !one.byName);
      await store.picks.approve(plan, approval);
      const words = `${nameOf(step, group)}: ${answer}`;
      done.push({
        words,
        taken: () => refuseTaken(seen(), step, group),
        takeBack: async () => {
          if (before === undefined) return store.picks.withdraw(plan, { kind: 'approvals', step, group });
          const { byName: _, ...old } = before;
          return store.picks.approve(plan, old);
        },
      });
      return { kind: 'done', words };
    },
    note: async ({ node, text }) => {
      const { plan } = seen();
      if (!plan.nodes.some(({ id }) => id === node)) throw new Refusal(64, `there is no node "${node}"`, '');
      const [newest] = await store.records.of(plan.pipeline, node);
      const before = (await store.picks.notes(plan)).find((one) => one.node === node);
      await store.picks.note(plan, { node, text, ...(newest === undefined ? {} : { sha256: newest.sha256 }) });
      const words = text === '' ? `no note about ${node} any more` : `noted about ${node}`;
      done.push({ words, takeBack: () => store.picks.note(plan, before ?? { node, text: '' }) });
      return { kind: 'done', words };
    },
    undo: async () => {
      const last = done.pop();
      if (last === undefined) return { kind: 'no', words: 'nothing of this page can be undone' };
      last.taken?.();
      await last.takeBack();
      return { kind: 'done', words: `undone: ${last.words}` };
    },
    undoes: () => done.at(-1)?.words,
    settle: () => done.splice(0),
  };
}

function nameOf(step: string, group: string): string {
  return group === '' ? step : `${step}@${group}`;
}

/** What an open run has heard it goes on with, whatever is written down later. */
function refuseTaken({ plan, entry, progress }: SeenRun, step: string, group: string): void {
  const at = plan.nodes.findIndex((node) => node.step === step && node.key === group);
  if (entry.ended !== undefined || progress?.nodes[at]?.state !== 'done') return;
  throw new Refusal(
    64,
    `${entry.pipeline}#${entry.n} has gone on with what was answered before`,
    'answer again when it has ended',
  );
}
