import { describe, expect, it } from 'vitest';
import { textWidth } from '../../cli/terminal/index.ts';
import { planDocument } from '../../cli/views/index.ts';
import { processorMs } from '../processor-ms.ts';
import { batchPlan, node, plan } from './fake-run.ts';
import { harmful, PAYLOADS } from './payloads.ts';
import { decided, planned, SCREEN, shown } from './planned.ts';

const kept = decided('current', 'keep', 'made before');

describe('a plan on the screen', () => {
  it('says what is to be made and why, chains, money and time', () => {
    const decisions = {
      'draft@s0--cool': kept,
      'draft@s0--warm': kept,
      'draft@s1--cool': decided('stale', 'make', 'prompt: "a dog" → "a cat"'),
      'draft@s1--warm': decided('restorable', 'fetch', 'the store has the file'),
      'choose@s0': kept,
    };
    const warnings = [
      { code: 'ASPECT_WITH_MEDIA', message: 'aspect_ratio has no effect with media', line: 14, column: 7 },
    ];
    expect(shown(planned(batchPlan(2), decisions, { warnings, limit: 4_000_000 }))).toMatchInlineSnapshot(`
      "overnight-batch  aurora-teaser
      account default · qingbo-seed-2026-04 · realm qingbo

      step    uses      nodes  current  to make  other                   price
      draft   generate      4        3        1  1 stale, 1 restorable   $0.34
      choose  pick          2        1        1                             $0
      final   promote       2        –        2                         $2.975
      walk    chain         2        –        2                          $8.50
      reel    concat        1        –        1                             $0

      node            state       price  because
      draft@s1--cool  stale       $0.34  prompt: "a dog" → "a cat"
      draft@s1--warm  to fetch       $0  the store has the file
      choose@s1       missing        $0  never made
      final@s0        missing   $1.4875  never made
      final@s1        missing   $1.4875  never made
      walk--turn      missing     $4.25  never made
      walk--leave     missing     $4.25  never made
      reel            missing        $0  never made

      chain     walk: turn → leave; 5 s + 8 s + 8 s = 21 s, 2 more fit; $8.50

      warning   14:7  ASPECT_WITH_MEDIA  aspect_ratio has no effect with media

      current   4 nodes, $0
      to make   5 renders, 1 choice by a person, 1 file joined here, $11.815
      limit     $8.00: not enough, $3.815 are missing
      time      by itself for 3 m 10 s to 9 m 30 s; after a person’s answer 53 s to 2 m 35 s more, 5 renders at a time; a guess, nothing like it was timed here yet"
    `);
  });

  it('of which all is there says so in one word', () => {
    const all = batchPlan(2);
    const decisions = Object.fromEntries(all.nodes.map(({ id }) => [id, kept]));
    expect(shown(planned(all, decisions, { realm: 'simulator' }))).toMatchInlineSnapshot(`
      "overnight-batch  aurora-teaser
      account default · qingbo-seed-2026-04 · simulated, nothing is paid

      step    uses      nodes  current  to make  price
      draft   generate      4        4        –     $0
      choose  pick          2        2        –     $0
      final   promote       2        2        –     $0
      walk    chain         2        2        –     $0
      reel    concat        1        1        –     $0

      chain     walk: turn → leave; 5 s + 8 s + 8 s = 21 s, 2 more fit; $0.00

      current   11 nodes, $0
      nothing to make, $0"
    `);
  });

  it('that is blocked or being made says what that means', () => {
    const two = plan([node('draft@a'), node('draft@b')]);
    const decisions = {
      'draft@a': decided('blocked', 'leave', 'its file is gone'),
      'draft@b': decided('open', 'keep', 'run overnight-batch#2'),
    };
    expect(shown(planned(two, decisions))).toMatchInlineSnapshot(`
      "overnight-batch  aurora-teaser
      account default · qingbo-seed-2026-04 · realm qingbo

      step   uses      nodes  current  to make  other              price
      draft  generate      2        –        –  1 blocked, 1 open     $0

      node     state    price  because
      draft@a  blocked     $0  its file is gone
      draft@b  open        $0  run overnight-batch#2

      current   0 nodes, $0
      open      1 node, $0.34 reserved by the run that makes them
      blocked   1 node: nothing is paid before this is decided
      nothing to make, $0"
    `);
  });

  it('says that equal requests are as many purchases, and only for equal ones', () => {
    const fields = { model: 'skyreels-v4-fast', prompt: 'a cat' };
    const draft = (id: string) => node(id, { fields });
    const final = (id: string, from: number) =>
      node(id, {
        kind: 'promote',
        source: { kind: 'node', node: from },
        fields: { model: 'skyreels-v4-std' },
        edges: [{ node: from, kind: 'direct' }],
      });
    const text = shown(
      planned(
        plan([
          draft('draft@a'),
          draft('draft@b'),
          node('draft@c'),
          final('final@a', 0),
          final('final@b', 1),
          final('final@c', 2),
        ]),
      ),
    );
    expect(text).toContain('equal requests, 2 purchases, 2 takes: draft@a, draft@b');
    expect(text).toContain('equal requests, 2 purchases, 2 takes: final@a, final@b');
    expect(text).not.toContain('final@c,');
  });

  it('of 10,000 nodes stays readable and hides no step', () => {
    const nodes = [...Array(9_999).keys()].map((at) => node(`draft@s${at}`));
    const started = processorMs();
    const text = shown(planned(plan([...nodes, node('last@one')])));
    expect(processorMs() - started).toBeLessThan(3000);
    expect(text.split('\n').length).toBeLessThan(80);
    expect(text).toMatch(/… and 9,9\d\d more/);
    expect(text).toContain('last@one');
  });

  it('lets no foreign string act, and fits the screen', () => {
    for (const bad of PAYLOADS) {
      const evil = node(`draft@${bad}`, { step: bad, fields: { prompt: bad } });
      const link = node(`walk--${bad}`, {
        step: bad,
        kind: 'link',
        link: bad,
        source: { kind: 'url', url: bad },
        fields: {},
      });
      const warnings = [{ code: bad, message: bad, hint: bad }];
      const facts = planned(
        plan([evil, evil, link], { name: bad, pipeline: `p${bad}`, account: bad, api: bad }),
        {},
        { warnings, realm: bad },
      );
      const decisions = facts.decisions.map((decision) => ({ ...decision, because: bad }));
      const text = shown({ ...facts, decisions });
      expect(harmful(text), JSON.stringify(bad)).toEqual([]);
    }
    for (const columns of [60, 80, 100]) {
      const lines = shown(planned(batchPlan(3)), { columns }).split('\n');
      expect(lines.filter((line) => /\$/.test(line) && textWidth(line) > Math.max(columns, 80))).toEqual([]);
    }
  });
});

describe('a plan as data', () => {
  it('counts money in USD and names what each node needs', () => {
    const facts = planned(batchPlan(1), { 'draft@s0--cool': kept });
    const document = planDocument(facts);
    expect(document.cost).toEqual({ total: 10.6675, make: 10.3275, current: 0.34 });
    expect(document.nodes.find(({ id }) => id === 'choose@s0')).toEqual({
      id: 'choose@s0',
      step: 'choose',
      uses: 'pick',
      needs: ['draft@s0--cool', 'draft@s0--warm'],
      state: 'missing',
      because: 'never made',
      request: { model: 'skyreels-v4-fast', resolution: '480p', duration: 5, prompt: 'choose@s0' },
      price: 0,
      atMost: false,
      seconds: 0,
    });
    expect(document.nodes.find(({ id }) => id === 'walk--turn')?.uses).toBe('chain');
    expect(SCREEN.columns).toBe(80);
  });
});
