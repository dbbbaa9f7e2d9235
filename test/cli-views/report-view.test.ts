import { describe, expect, it } from 'vitest';
import { type Report, type ReportNode, reportDocument, reportView } from '../../cli/views/index.ts';
import { harmful, PAYLOADS } from './payloads.ts';
import { SCREEN } from './planned.ts';

function shot(node: string, state: ReportNode['state'], more: Partial<ReportNode> = {}): ReportNode {
  const [step = ''] = node.split('@');
  return { node, step, state, attempts: 1, cost: 0, ...more };
}

const made = {
  file: 'renders/night/x.mp4',
  sha256: 'cd'.repeat(32),
  seconds: 5.041,
  model: 'skyreels-v4-fast',
  cost: 170_000,
};

function report(nodes: readonly ReportNode[], more: Partial<Report> = {}): Report {
  return {
    run: 'night#3',
    name: 'aurora',
    file: 'pipelines/night.yaml',
    realm: 'qingbo',
    account: 'default',
    state: 'unsure',
    startedMs: 0,
    endedMs: 540_000,
    rendersFolder: 'renders/night',
    money: { planned: 1_360_000, spent: 510_000, refunded: 170_000, reserved: 170_000 },
    limit: 2_000_000,
    twins: [],
    nodes,
    ...more,
  };
}

const night = report([
  shot('draft@a', 'current', { ...made, file: 'renders/night/draft@a.mp4' }),
  shot('draft@b', 'done', { ...made, task: 'task-wave1', renderMs: 61_000, file: 'renders/night/draft@b.mp4' }),
  shot('draft@c', 'done', { ...made, task: 'task-wave2', renderMs: 95_000, attempts: 2, costAssumed: true }),
  shot('draft@d', 'failed', { code: 'CONTENT_REFUSED', message: 'sensitive content', task: 'task-wave3' }),
  shot('draft@e', 'failed', { code: 'TASK_FAILED', task: 'task-wave4', attempts: 3 }),
  shot('draft@f', 'failed', { code: 'TASK_FAILED', task: 'task-wave5', attempts: 3 }),
  shot('draft@g', 'unsure', { code: 'UNSURE' }),
  shot('choose@h', 'asking', { answer: 'dailies pick night#3 choose@h NODE' }),
  shot('final@h', 'skipped'),
]);

describe('a report', () => {
  it('says what is there, what failed and why, what to do, the money and every shot', () => {
    expect(reportView(night, { ...SCREEN, columns: 100 })).toMatchInlineSnapshot(`
      "night#3  aurora · unsure · 1970-01-01 00:00 – 1970-01-01 00:09 (9 m)
      1 current, 2 done, 3 failed, 1 unsure, 1 asking, 1 skipped
      renders   renders/night

      failed 3
        draft@d
          CONTENT_REFUSED: the content was refused by moderation; it was not billed; the vendor says: “sensitive content”
          → change the prompt or the media, run again
        draft@e, draft@f
          TASK_FAILED: the vendor failed the task and refunded it
          → dailies retry night#3 NODE
      unsure 1
        draft@g
          UNSURE: it is not known whether the vendor accepted the task; nothing is paid again
          → dailies resolve night#3 draft@g --task ID | --not-created | --pay-again
      waiting for a person 1
        choose@h
          → dailies pick night#3 choose@h NODE
      skipped, for what they need is missing 1
        final@h

      money     $1.02 spent of $2.72 planned
                $0.34 refunded
                $0.34 still reserved: what is open or unsure
                1 cost assumed: the vendor named none
      budget    $4.00, 34 % of it used

      node      state    video      took     cost  attempts  task        file
      draft@a   current    5 s                 $0                        renders/night/draft@a.mp4
      draft@b   done       5 s   1 m 1 s    $0.34            task-wave1  renders/night/draft@b.mp4
      draft@c   done       5 s  1 m 35 s  ≈ $0.34         2  task-wave2  renders/night/x.mp4
      draft@d   failed                         $0            task-wave3
      draft@e   failed                         $0         3  task-wave4
      draft@f   failed                         $0         3  task-wave5
      draft@g   unsure                         $0
      choose@h  asking                         $0
      final@h   skipped                        $0

      slowest   draft@c 1 m 35 s, draft@b 1 m 1 s

      next      dailies retry night#3
                change the prompt or the media, run again"
    `);
  });

  it('leaves out columns, not lines, on a narrow terminal', () => {
    const text = reportView(night, { ...SCREEN, columns: 60 });
    expect(text).not.toContain('renders/night/draft@b.mp4');
    expect(text).toMatch(/^draft@b +done/m);
  });

  it('of an open run says how to go on with it, of a simulated one that nothing was paid', () => {
    const { endedMs: _, ...open } = night;
    const text = reportView({ ...open, realm: 'simulator', state: 'running' }, SCREEN);
    expect(text).toContain('still open');
    expect(text).toContain('simulated: nothing was paid');
    expect(text).toContain('next      dailies watch night#3 --simulate');
  });

  it('tells of what a person rejected and of failures that are let pass, not of what was never wanted', () => {
    const gate = shot('gate', 'not-wanted', { code: 'REJECTED' });
    const nodes = [gate, shot('extra', 'not-wanted', { code: 'TASK_FAILED' }), shot('final', 'not-wanted')];
    const text = reportView(report(nodes, { state: 'done' }), SCREEN);
    expect(text).toContain('not wanted, by a rejection or a failure that is let pass 2');
    expect(text).toContain('REJECTED: a person rejected it; what depends on it is not made');
    expect(text).toContain('→ to go on after all: dailies approve night#3 gate, then run again');
    expect(text).toContain('→ dailies retry night#3 extra');
  });

  it('of many questions is bounded', () => {
    const many = [...Array(100).keys()].map((at) => shot(`gate@${at}`, 'asking', { answer: `dailies approve ${at}` }));
    const text = reportView(report(many), SCREEN);
    expect(text).toContain('→ dailies approve 0');
    expect(text).toContain('… and 88 more: dailies status night#3');
  });

  it('of 10,000 nodes is bounded', () => {
    const many = [...Array(10_000).keys()].map((at) =>
      shot(`draft@${at}`, at % 2 ? 'done' : 'failed', { code: 'TASK_FAILED', message: `no ${at}` }),
    );
    const lines = reportView(report(many), SCREEN).split('\n');
    expect(lines.length).toBeLessThan(400);
    expect(lines).toContain('… and 9,700 more nodes (--json has all)');
    expect(lines).toContain('  … and 4,988 more reasons');
  });

  it('lets no foreign string act', () => {
    for (const bad of PAYLOADS) {
      const evil = ['failed', 'unsure', 'asking', 'done'] as const;
      const nodes = evil.map((state) =>
        shot(bad, state, { code: 'TASK_FAILED', message: bad, task: bad, file: bad, renderMs: 1 }),
      );
      const text = reportView(report(nodes, { name: bad, run: bad, file: bad, rendersFolder: bad }), SCREEN);
      expect(harmful(text), JSON.stringify(bad)).toEqual([]);
    }
  });

  it('as data has money in USD, times in ISO and a reason with what to do', () => {
    const document = reportDocument(night);
    expect(document.cost).toEqual({
      planned: 2.72,
      spent: 1.02,
      refunded: 0.34,
      currency: 'USD',
      reserved: 0.34,
      limit: 4,
    });
    expect(document.startedAt).toBe('1970-01-01T00:00:00.000Z');
    expect(document.counts).toEqual({ current: 1, done: 2, failed: 3, unsure: 1, asking: 1, skipped: 1 });
    expect(document.slowest).toEqual(['draft@c', 'draft@b']);
    expect(document.nodes.find(({ node }) => node === 'draft@d')?.failure).toEqual({
      code: 'CONTENT_REFUSED',
      sentence: 'the content was refused by moderation; it was not billed',
      message: 'sensitive content',
      hint: 'change the prompt or the media, run again',
    });
  });
});

it('says in our own words what a node breaks, beside what the code says', () => {
  const reason = 'rule 24, action: action generate against ref_videos of type extend';
  const broken = report([shot('draft@d', 'failed', { code: 'RULE_BROKEN', reason })]);
  expect(reportView(broken, { ...SCREEN, columns: 200 })).toMatch(/RULE_BROKEN: .*\n {4}rule 24, action: .*\n {4}→ /);
  expect(reportDocument(broken).nodes[0]?.failure?.message).toBe(reason);
});

describe('money that a person should look at', () => {
  const twin = { node: 'draft@b', task: 'task-wave1', reserved: 170_000, untilMs: 86_400_000 };
  const twins = [twin];
  const bill = { code: 'COST_ABOVE', message: 'the vendor named a cost of 340000 units; 170000 were planned' } as const;
  const odd = report([shot('draft@b', 'done', { ...made, bill })], { twins });

  it('is named with its node, its task and until when it is set aside', () => {
    const text = reportView(odd, { ...SCREEN, columns: 200 });
    expect(text).toContain('draft@b: the vendor billed more than the price that was planned (the vendor named a cost');
    expect(text).toMatch(/twin\? {5}draft@b: beside task-wave1 .* \$0\.34 and a slot stay reserved until 1970-01-02/);
  });

  it('a second task that the vendor has named is named, too', () => {
    const named = report([shot('draft@b', 'done', made)], { twins: [{ ...twin, second: 'task-wave2' }] });
    expect(reportView(named, { ...SCREEN, columns: 200 })).toContain('the vendor made task-wave2, a second task');
    expect(reportDocument(named).twins).toMatchObject([{ task: 'task-wave1', second: 'task-wave2', taken: false }]);
    const used = report([shot('draft@b', 'done', made)], { twins: [{ ...twin, second: 'task-wave2', taken: true }] });
    expect(reportView(used, SCREEN)).toContain(
      'second    draft@b: task-wave1 brought no file; that of task-wave2, a second task that the vendor had made of ' +
        'the same request, was taken, and nothing was sent again',
    );
    expect(reportDocument(used).twins).toMatchObject([{ second: 'task-wave2', taken: true, reserved: 0 }]);
  });

  it('a refund that nobody has confirmed is called assumed', () => {
    const failed = report([shot('draft@d', 'failed', { code: 'TASK_FAILED', refundsAssumed: 2 })]);
    expect(reportView(failed, SCREEN)).toContain('refunded, 2 refunds of it assumed: the vendor named no cost');
  });

  it('stands in the document', () => {
    const until = '1970-01-02T00:00:00.000Z';
    expect(reportDocument(odd)).toMatchObject({
      twins: [{ node: 'draft@b', task: 'task-wave1', reserved: 0.34, until }],
      nodes: [{ bill: { code: 'COST_ABOVE' } }],
    });
  });

  it.each(PAYLOADS)('lets no control byte of the vendor through: %j', (payload) => {
    const nasty = report([shot('a', 'done', { ...made, bill: { ...bill, message: payload } })], {
      twins: [{ node: payload, task: payload, second: payload, reserved: 1, untilMs: 1 }],
    });
    expect(harmful(reportView(nasty, SCREEN))).toEqual([]);
  });
});
