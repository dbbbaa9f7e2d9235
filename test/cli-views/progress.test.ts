import { describe, expect, it } from 'vitest';
import { applyView, eta, type Progress, startProgress } from '../../cli/live/index.ts';
import type { NodeState, RunView } from '../../plan/run-view.ts';
import { fakeFeed } from './fake-feed.ts';
import { batchPlan, change, node, plan, view } from './fake-run.ts';

const four = plan([node('draft@a'), node('draft@b'), node('draft@c'), node('draft@d')]);

function known(...views: readonly RunView[]): Progress {
  return views.reduce((progress, next) => applyView(progress, next).progress, startProgress(four));
}

describe('what a follower knows of a run', () => {
  it('is the same when answers overlap or come twice', () => {
    const first = view(['rendering', 'waiting', 'waiting', 'waiting']);
    const second = view(['done', 'rendering', 'waiting', 'waiting'], { cursor: 2 });
    const once = known(first, second);
    expect(known(first, second, second).nodes).toEqual(once.nodes);
    expect(applyView(once, second).news).toEqual([]);
  });

  it('a change of a node that the plan does not have is ignored', () => {
    const strange = view(['waiting', 'waiting', 'waiting', 'waiting'], { changes: [change(99, 'failed')] });
    expect(applyView(startProgress(four), strange).news).toEqual([]);
  });

  it('news are ends and what needs a person; what was done before the first answer is none', () => {
    const states: NodeState[] = ['done', 'failed', 'rendering', 'waiting'];
    const first = applyView(startProgress(four), view(states));
    expect(first.news.map((item) => [item.node, item.now.state])).toEqual([[1, 'failed']]);
    const next = view(states, { changes: [change(2, 'downloading'), change(3, 'queued')] });
    const second = applyView(first.progress, next);
    expect(second.news).toEqual([]);
    const third = applyView(
      second.progress,
      view(states, { changes: [change(2, 'done', 9000), change(3, 'unsure', 9000)] }),
    );
    expect(third.news.map((item) => [item.node, item.now.state])).toEqual([
      [2, 'done'],
      [3, 'unsure'],
    ]);
  });
});

describe('the time to the end', () => {
  const running = view(['rendering', 'queued', 'waiting', 'waiting'], {
    slots: { held: 2, used: 2, limit: 2, waiting: false },
  });

  it('is that of the plan at the slots there are, less what has passed', () => {
    expect(eta(known(running), 1000, 1)).toBe(120_000);
    expect(eta(known(running), 31_000, 1)).toBe(90_000);
    expect(eta(known(running), 1000, 60)).toBe(2000);
  });

  it('learns from the renders that ended how fast this vendor is today', () => {
    const ended = view(['done', 'rendering', 'rendering', 'waiting'], {
      slots: running.slots,
      changes: [change(0, 'done', 31_000), change(1, 'rendering', 1000), change(2, 'rendering', 31_000)],
    });
    // 60 s were estimated and 30 s taken: the second is about to end, the third takes 30 s, the fourth follows the second.
    expect(eta(known(running, ended), 31_000, 1)).toBe(33_000);
  });

  it('a render that takes too long is expected soon, never in the past', () => {
    expect(eta(known(view(['rendering', 'done', 'done', 'done'])), 1e9, 1)).toBe(6000);
  });

  it('is not guessed while the run is paused, over, or waits for people only', () => {
    expect(
      eta(known(view(['waiting', 'waiting', 'waiting', 'waiting'], { paused: 'NO_BALANCE' })), 0, 1),
    ).toBeUndefined();
    expect(eta(known(view(['done', 'done', 'done', 'unsure'])), 0, 1)).toBeUndefined();
    expect(eta(startProgress(four), 0, 1)).toBeUndefined();
  });

  it('comes down to nothing over a whole run', async () => {
    const feed = fakeFeed(batchPlan(4), { stepMs: 5000 });
    let progress = startProgress(batchPlan(4));
    const said: number[] = [];
    while (progress.view?.over !== true) {
      progress = applyView(progress, await feed.next()).progress;
      const left = eta(progress, feed.nowMs(), 1);
      if (left !== undefined) said.push(left);
    }
    const [first = 0] = said;
    expect(first).toBeGreaterThan(0.6 * feed.nowMs());
    expect(first).toBeLessThan(1.2 * feed.nowMs());
    expect(said.at(-1)).toBeLessThan(60_000);
  });
});
