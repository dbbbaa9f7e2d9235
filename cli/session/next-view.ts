import type { RunView } from '../../plan/run-view.ts';
import type { ProjectStore, RunEntry } from '../../store/index.ts';
import type { SeenView } from '../live/index.ts';
import { standingOf } from './find-run.ts';
import type { LookAround } from './look-around.ts';
import type { Reconnecting } from './reconnecting.ts';
import { unprovenSlots } from './unproven-slots.ts';

/** A server that is down is asked again by whoever follows. */
const ANSWER_MS = 5_000;

/** The run's next answer; of one that has ended and cannot be asked any more, its result. Throws where nobody answers. */
export async function nextView(
  link: Reconnecting,
  store: ProjectStore,
  entry: RunEntry,
  since: number,
  look: LookAround,
): Promise<SeenView> {
  try {
    const view = await link.ask(entry, since);
    const unproven = await unprovenSlots(link.client(), entry.account, view);
    const around = view.over ? undefined : await look(link.client());
    return { ...view, ...(unproven && { unproven }), ...(around && { around }) };
  } catch (error) {
    const client = link.client();
    const stand = () => standingOf(client, store, entry);
    const { entry: seen } = await client.withDeadline(Date.now() + ANSWER_MS, stand);
    if (seen.ended === undefined) throw error;
    return viewOfResult(seen, seen.ended.result, since);
  }
}

function viewOfResult(entry: RunEntry, result: NonNullable<RunEntry['ended']>['result'], cursor: number): RunView {
  const { counts, current, money } = result;
  return {
    cursor,
    total: Object.values(counts).reduce((sum, many) => sum + many, 0),
    loaded: true,
    ...{ counts, current, changes: [], money: { ...money, limit: null } },
    slots: { held: 0, used: 0, limit: 0, waiting: false },
    cancelled: result.state === 'cancelled',
    startedMs: Date.parse(entry.startedAt),
    over: true,
  };
}
