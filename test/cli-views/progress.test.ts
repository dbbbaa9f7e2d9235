import { describe, expect, it } from 'vitest';
import { forecaster } from '../../cli/live/forecaster.ts';
import { applyView, forecastOfRun, type Progress, type SeenView, startProgress } from '../../cli/live/index.ts';
import type { NodeState } from '../../plan/run-view.ts';
import { fakeFeed } from './fake-feed.ts';
import { batchPlan, change, node, plan, view } from './fake-run.ts';

const four = plan([node('draft@a'), node('draft@b'), node('draft@c'), node('draft@d')]);

function known(...views: readonly SeenView[]): Progress {
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
  const TWO = { held: 2, used: 2, limit: 2, waiting: false };
  const running = view(['rendering', 'queued', 'waiting', 'waiting'], { slots: TWO });
  /** Each of the four takes a minute, hand-over and all. */
  const MINUTE = [...Array(8).keys()].map(() => 59_940);
  const around = { rivals: [], lateMs: 0, times: new Map([['skyreels-v4-fast,480p,5', MINUTE]]) };
  const left = (progress: Progress, nowMs: number, speed = 1) => {
    const { until, rest } = forecastOfRun(progress, nowMs, speed) ?? {};
    return (
      until && [until.likely - nowMs, ...(rest === undefined ? [] : [rest.likely])].map((ms) => Math.round(ms / 1000))
    );
  };

  it('is that of what was learned at the slots there are, less what has passed', () => {
    const seen = known({ ...running, around });
    expect(left(seen, 1000)).toEqual([120]);
    expect(left(seen, 31_000)).toEqual([90]);
    expect(left(seen, 1000, 60)).toEqual([2]);
  });

  it('learns from the renders that ended how fast this vendor is today', () => {
    const changes = [change(0, 'done', 31_000), change(1, 'rendering', 1000), change(2, 'rendering', 31_000)];
    const ended = view(['done', 'rendering', 'rendering', 'waiting'], { slots: TWO, changes });
    // 30 s were taken: the second is about to end, the third takes 30 s, the fourth follows the second.
    const [seconds = 0] = left(known(running, ended), 31_000) ?? [];
    expect(seconds).toBeGreaterThan(25);
    expect(seconds).toBeLessThan(45);
  });

  it('a pause is no end: what is left is told, and from when on where that is known', () => {
    const waiting: NodeState[] = ['waiting', 'waiting', 'waiting', 'waiting'];
    const paused = { slots: TWO, paused: 'NO_BALANCE' } as const;
    expect(left(known({ ...view(waiting, paused), around }), 0)).toEqual([0, 120]);
    const window = { slots: TWO, paused: 'WINDOW_USED', pausedUntilMs: 60_000 } as const;
    expect(left(known({ ...view(waiting, window), around }), 0)).toEqual([180]);
  });

  it('of a cancelled run is the end of what is at the vendor', () => {
    const cancelled = view(['rendering', 'queued', 'waiting', 'waiting'], { slots: TWO, cancelled: true });
    expect(left(known({ ...cancelled, around }), 1000)).toEqual([60]);
  });

  it('is not guessed before the run has begun, and where nothing takes time any more', () => {
    expect(forecastOfRun(startProgress(four), 0, 1)).toBeUndefined();
    expect(forecastOfRun(known(view(['done', 'done', 'done', 'done'])), 0, 1)).toBeUndefined();
    const noLease = { slots: { held: 0, used: 0, limit: 0, waiting: true } };
    expect(forecastOfRun(known(view(['ready', 'ready', 'ready', 'ready'], noLease)), 0, 1)).toBeUndefined();
  });

  it('an unsure node keeps its slot, and needs a person', () => {
    const unsure = view(['unsure', 'waiting', 'done', 'done'], { slots: TWO });
    expect(left(known({ ...unsure, around }), 0)).toEqual([60, 0]);
  });

  it('comes down to nothing over a whole run', async () => {
    const feed = fakeFeed(batchPlan(4), { stepMs: 5000 });
    let progress = startProgress(batchPlan(4));
    const said: number[] = [];
    while (progress.view?.over !== true) {
      progress = applyView(progress, await feed.next()).progress;
      const all = left(progress, feed.nowMs());
      if (all !== undefined) said.push(all.reduce((sum, seconds) => sum + seconds, 0));
    }
    const [first = 0] = said;
    expect(first).toBeGreaterThan(0.0006 * feed.nowMs());
    expect(first).toBeLessThan(0.0014 * feed.nowMs());
    expect(said.at(-1)).toBeLessThan(60);
  });

  it('is made anew once a second, however often it is asked for', () => {
    let nowMs = 1000;
    const forecastOf = forecaster(() => nowMs, 1);
    const seen = known({ ...running, around });
    const first = forecastOf(seen);
    nowMs += 999;
    expect(forecastOf(seen)).toBe(first);
    nowMs += 1;
    expect(forecastOf(seen)).not.toBe(first);
  });
});
