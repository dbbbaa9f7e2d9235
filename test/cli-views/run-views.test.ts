import { describe, expect, it } from 'vitest';
import { EXIT_CODES, exitOfResult, exitOfView } from '../../cli/exit-codes.ts';
import { applyView, forecastOfRun, startProgress } from '../../cli/live/index.ts';
import {
  type EndFacts,
  endSummary,
  listDocument,
  listView,
  reasonLines,
  runDocument,
  runState,
  statusView,
} from '../../cli/views/index.ts';
import { FAILURES, type FailureCode } from '../../plan/failures.ts';
import type { NodeState } from '../../plan/run-view.ts';
import { batchPlan, change, view } from './fake-run.ts';
import { SCREEN } from './planned.ts';

const states: readonly NodeState[] = [
  'done',
  'done',
  'unsure',
  'failed',
  'done',
  'asking',
  'late',
  'skipped',
  'waiting',
  'waiting',
  'waiting',
];
const batch = batchPlan(2);

describe('the status of a run', () => {
  it('is a row per step and a line for each node that is on its way or went wrong', () => {
    const changes = states.map((state, at) =>
      change(at, state, 500_000, state === 'failed' ? { code: 'TASK_FAILED', attempt: 3, task: 'task-wave9' } : {}),
    );
    const { progress } = applyView(startProgress(batch), view(states, { changes, current: 1 }));
    expect(
      statusView(
        { run: 'overnight-batch#3', realm: 'qingbo', forecast: forecastOfRun(progress, SCREEN.nowMs, 1), progress },
        SCREEN,
      ),
    ).toMatchInlineSnapshot(`
      "overnight-batch#3  running since 1970-01-01 00:00 (10 m), by itself for 2 m 25 s to 7 m 50 s, then a person is needed

      step    nodes  done  rendering  waiting  other
      draft       4     2          –        –  1 unsure, 1 failed
      choose      2     1          –        –  1 asking
      final       2     –          1        –  1 skipped
      walk        2     –          –        2
      reel        1     –          –        1

      node            state        for  why          task
      draft@s1--cool  unsure  1 m 40 s
      draft@s1--warm  failed  1 m 40 s  TASK_FAILED  task-wave9
      choose@s1       asking  1 m 40 s
      final@s0        late    1 m 40 s

      nodes   1 current, 2 done, 1 failed, 1 skipped, 1 unsure, 1 asking, 3 waiting, 1 under way
      money   $0.00 spent of $18.00 planned
      slots   1 of 5
      unsure  draft@s1--cool: dailies resolve overnight-batch#3 draft@s1--cool --task ID | --not-created | --pay-again
      asks    dailies pick overnight-batch#3 choose@s1 NODE"
    `);
  });

  it('names once for all nodes the rule that they break, as long as it is what stands in their way', () => {
    const codes = ['RULE_BROKEN', 'RULE_BROKEN', 'TASK_FAILED'] as const;
    const changes = codes.map((code, at) => change(at, 'failed', 500_000, { code }));
    const { progress } = applyView(startProgress(batch), view(states, { changes }));
    const told = batch.nodes.map(
      ({ id }) => [id, { node: id, code: 'RULE_BROKEN', message: 'rule 4, prompt: …', atMs: 500_000 }] as const,
    );
    expect(reasonLines(progress, new Map(told), 1e9)).toEqual(['draft@s0--cool, draft@s0--warm: rule 4, prompt: …']);
  });

  it('says what a shot that is tried again waits for, and no more when it is over', () => {
    const { progress } = applyView(startProgress(batch), view(states, { changes: [change(0, 'ready', 500_000)] }));
    const [{ id } = { id: '' }] = batch.nodes;
    const reason = { node: id, code: 'MEDIA_HOST_UNREACHABLE', message: 'bucket is away', atMs: 500_000 } as const;
    expect(reasonLines(progress, new Map([[id, reason]]), 560_000)).toEqual(['draft@s0--cool: bucket is away']);
    expect(reasonLines(progress, new Map([[id, reason]]), 700_000)).toEqual([]);
  });

  it('of a run that has not said anything is a sentence', () => {
    const progress = startProgress(batch);
    expect(statusView({ run: 'x#1', realm: 'qingbo', progress }, SCREEN)).toBe('x#1  not started yet');
  });

  it('took no longer than until its end, however late it is asked for', () => {
    const done = states.map((): NodeState => 'done');
    const { progress } = applyView(startProgress(batch), view(done, { over: true }));
    const endedMs = (progress.view?.startedMs ?? 0) + 18_000;
    const [head] = statusView({ run: 'x#1', realm: 'qingbo', progress, endedMs }, SCREEN).split('\n');
    expect(head).toBe('x#1  done at 1970-01-01 00:00 (18 s)');
  });

  it('in one word is what the run does or waits for', () => {
    const words = [
      runState(view(['rendering', 'asking'])),
      runState(view(['done', 'asking'])),
      runState(view(['done', 'waiting'], { paused: 'BUDGET' })),
      runState(view(['rendering'], { cancelled: true })),
      runState(view(['done', 'not-wanted'], { over: true })),
      runState(view(['done', 'failed', 'unsure'], { over: true })),
      runState(view(['done', 'failed', 'skipped'], { over: true })),
      runState(view(['done', 'blocked'], { over: true })),
    ];
    expect(words).toEqual(['running', 'asking', 'paused', 'cancelling', 'done', 'unsure', 'failed', 'blocked']);
  });
});

describe('a run as data', () => {
  it('counts each node once, what was kept apart from what was made', () => {
    const facts = {
      run: 'x#1',
      state: 'unsure' as const,
      counts: view(states).counts,
      current: 2,
      money: view(states).money,
    };
    const render = { node: 'a', file: 'renders/x/a.mp4', sha256: 'ef', seconds: 5, task: 't', cost: 170_001 };
    expect(runDocument({ ...facts, renders: [render] })).toEqual({
      run: 'x#1',
      state: 'unsure',
      nodes: {
        current: 2,
        done: 1,
        failed: 1,
        'not-wanted': 0,
        skipped: 1,
        cancelled: 0,
        unsure: 1,
        blocked: 0,
        asking: 1,
        waiting: 4,
      },
      cost: { planned: 18, spent: 0, refunded: 0, currency: 'USD' },
      renders: [{ ...render, cost: 0.340002 }],
    });
  });
});

describe('the last words of a run', () => {
  const end: EndFacts = {
    run: 'night#3',
    realm: 'qingbo',
    file: 'pipelines/night.yaml',
    state: 'done',
    end: 'over',
    counts: { done: 39 },
    current: 3,
    money: { planned: 6_250_000, spent: 6_100_000, refunded: 0 },
    startedMs: 350_000,
    rendersFolder: 'renders/night',
    files: 39,
  };

  it('say where the renders and the report are and what to type next', () => {
    expect(endSummary(end, SCREEN)).toMatchInlineSnapshot(`
      "done      3 current, 36 done in 4 m 10 s
      money     $12.20 spent of $12.50 planned
      renders   renders/night  (39 files)
      report    dailies report night#3
      next      change a shot in pipelines/night.yaml, then: dailies run pipelines/night.yaml   (only that shot is made)"
    `);
  });

  it('say in a sentence that there was nothing to make', () => {
    const nothing = endSummary({ ...end, current: 39, money: { planned: 0, spent: 0, refunded: 0 } }, SCREEN);
    expect(nothing.split('\n')[0]).toBe('done      nothing to make, $0: 39 nodes current');
    // In a fresh clone nothing was run that could be reported.
    const clone = endSummary({ ...end, run: 'night', money: { planned: 0, spent: 0, refunded: 0 } }, SCREEN);
    expect(clone).not.toContain('report');
    expect(nothing).not.toContain('money');
    const joined = endSummary({ ...end, current: 38, money: { planned: 0, spent: 0, refunded: 0 } }, SCREEN);
    expect(joined.split('\n')[0]).toBe('done      38 current, 1 done in 4 m 10 s');
  });

  it('name a way on for everything that is not done', () => {
    const next = (state: EndFacts['state'], counts: EndFacts['counts'], more: Partial<EndFacts> = {}) =>
      endSummary({ ...end, state, counts, current: 0, ...more }, SCREEN)
        .split('\n')
        .filter((line) => /^(next| {2})/.test(line))
        .join('\n');
    const failed = (...codes: FailureCode[]) =>
      next('failed', { done: 1, failed: 1 }, { failed: codes.map((code, at) => ({ node: `gate@${at}`, code })) });
    expect(failed('TASK_FAILED', 'RETRIES_USED')).toBe('next      dailies retry night#3');
    expect(failed('RULE_BROKEN', 'UPSTREAM_REFUSED')).toBe('next      change the shot, run again');
    expect(failed('RULE_BROKEN', 'TASK_FAILED').split('\n')).toHaveLength(2);
    expect(failed('APPROVE_TIMEOUT', 'APPROVE_TIMEOUT')).toBe(
      'next      dailies approve night#3 gate@0, then run again',
    );
    expect(next('unsure', { unsure: 1, failed: 1 })).toContain('dailies resolve night#3 NODE --task ID');
    expect(next('over-budget', { done: 1, waiting: 1 })).toContain('raise budget.limit');
    const answers = ['dailies approve night#3 gate [--reject]'];
    expect(next('blocked', { asking: 1 }, { answers })).toContain('dailies approve night#3 gate [--reject]');
    expect(next('blocked', { asking: 1 }, { realm: 'simulator' })).toContain('dailies status night#3 --simulate');
    expect(next('cancelled', { cancelled: 1 })).toContain('dailies run pipelines/night.yaml');
  });

  it('say of a run that goes on how to come back to it', () => {
    expect(endSummary({ ...end, end: 'left', state: 'running' }, SCREEN)).toMatchInlineSnapshot(`
      "night#3  no longer followed; the run goes on
      watch     dailies watch night#3
      status    dailies status night#3
      cancel    dailies cancel night#3"
    `);
  });
});

describe('the list of runs', () => {
  const run = {
    file: 'p/x.yaml',
    realm: 'qingbo',
    done: 3,
    total: 4,
    money: { planned: 170_000, spent: 170_000, refunded: 0 },
  };
  const runs = [
    { ...run, run: 'x#1', state: 'done' as const, startedMs: 0, endedMs: 60_000 },
    { ...run, run: 'x#2', state: 'running' as const, startedMs: 120_000 },
  ];

  it('is newest first', () => {
    expect(listView(runs, { ...SCREEN, columns: 120 })).toMatchInlineSnapshot(`
      "run  state    done  spent  planned  started           ended             realm   file
      x#2  running   3/4  $0.34    $0.34  1970-01-01 00:02                    qingbo  p/x.yaml
      x#1  done      3/4  $0.34    $0.34  1970-01-01 00:00  1970-01-01 00:01  qingbo  p/x.yaml"
    `);
    expect(listView([], SCREEN)).toBe('no runs yet: dailies run FILE starts one');
    expect(listDocument(runs)[0]).toMatchObject({ startedAt: '1970-01-01T00:00:00.000Z', cost: { spent: 0.34 } });
  });
});

describe('exit codes', () => {
  it('are those of how a run ended', () => {
    const ends = (['done', 'failed', 'cancelled', 'unsure', 'over-budget', 'blocked'] as const).map((state) =>
      exitOfResult({ state }),
    );
    expect(ends).toEqual([0, 2, 2, 3, 4, 75]);
  });

  it('of a run that was left say why it stands still', () => {
    expect([exitOfView({}), exitOfView({ paused: 'KEY_REFUSED' }), exitOfView({ paused: 'BUDGET' })]).toEqual([
      75, 77, 4,
    ]);
    expect([exitOfView({ paused: 'DISK_FULL' }), exitOfView({ paused: 'NO_BALANCE' })]).toEqual([73, 75]);
    expect(exitOfView({ paused: 'TASK_FAILED' })).toBe(75);
  });

  it('are all explained', () => {
    for (const { exit } of Object.values(FAILURES)) expect(EXIT_CODES).toHaveProperty(String(exit));
  });
});
