import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitsBy,
  foresee,
  NO_SURROUNDINGS,
  type Outlook,
  type Standing,
  type Surroundings,
} from '../../plan/forecast/index.ts';
import type { PlanNode } from '../../plan/plan.ts';
import { node, plan } from '../cli-views/fake-run.ts';
import { processorMs } from '../processor-ms.ts';

const MINUTE = 60_000;
const DRAFT = 'skyreels-v4-fast,480p,5';
const EVENING = Date.parse('2026-11-23T18:00:00Z');
/** Between two renders of one slot. */
const HAND_OVER_MS = 60;

/** Shots that take exactly a minute each, hand-over and all, unless told otherwise. */
function outlook(nodes: readonly PlanNode[], more: Partial<Outlook> = {}, around: Partial<Surroundings> = {}): Outlook {
  return {
    plan: plan(nodes),
    standings: nodes.map(() => 'ahead'),
    slots: 5,
    speed: 1,
    nowMs: EVENING,
    around: { ...NO_SURROUNDINGS, times: timed(MINUTE), ...around },
    ...more,
  };
}
const timed = (ms: number) => new Map([[DRAFT, Array<number>(8).fill(ms - HAND_OVER_MS)]]);
const shots = (many: number, more: Partial<PlanNode> = {}) =>
  [...Array(many).keys()].map((at) => node(`draft@s${at}`, more));
const minutes = (of: Outlook) => {
  const { until, rest } = foresee(of)?.forecast ?? {};
  const round = (ms: number) => Math.round((10 * ms) / MINUTE) / 10;
  return { until: round((until?.likely ?? 0) - EVENING), ...(rest && { rest: round(rest.likely) }) };
};
const asking = (id: string, candidates: readonly number[], more: Partial<PlanNode> = {}) =>
  node(id, {
    ...{
      kind: 'pick',
      price: 0,
      renderMs: 0,
      edges: candidates.map((at) => ({ node: at, kind: 'candidate' as const })),
    },
    pick: { candidates, choose: 1, onTimeout: 'pause' },
    ...more,
  });
const behind = (id: string, at: number, more: Partial<PlanNode> = {}) =>
  node(id, { edges: [{ node: at, kind: 'direct' }], ...more });

describe('when a run will be done', () => {
  it('lies between the least that is possible and one after the other, for any graph', () => {
    const drawn = fc.array(fc.array(fc.nat(30), { maxLength: 3 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(drawn, fc.integer({ min: 1, max: 7 }), (needs, slots) => {
        const nodes = needs.map((all, at) =>
          node(`draft@s${at}`, {
            edges: [...new Set(all)]
              .filter((need) => need < at)
              .map((need) => ({ node: need, kind: 'direct' as const })),
          }),
        );
        const depth: number[] = [];
        for (const { edges } of nodes) depth.push(1 + Math.max(0, ...edges.map((edge) => depth[edge.node] ?? 0)));
        const longest = Math.max(...depth);
        const { until } = minutes(outlook(nodes, { slots }));
        expect(until).toBeGreaterThanOrEqual(Math.max(longest, nodes.length / slots) - 0.1);
        // Graham's bound: no list scheduling takes longer, so that more slots never harm by much.
        expect(until).toBeLessThanOrEqual(nodes.length / slots + longest * (1 - 1 / slots) + 0.1);
        expect(until).toBeLessThanOrEqual(nodes.length + 0.1);
      }),
      { numRuns: 60 },
    );
  });

  it('more slots never make it later where no shot waits for another, whatever the times', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 5, maxLength: 32 }), (times) => {
        const around = { times: new Map([[DRAFT, times.map((time) => time * 1000)]]) };
        const ends = [1, 2, 3, 5, 8].map((slots) => minutes(outlook(shots(20), { slots }, around)).until);
        expect(ends).toEqual(ends.toSorted((a, b) => b - a));
      }),
      { numRuns: 20 },
    );
  });

  it('is a wide range where all is guessed, a narrower one from five known times, none from equal ones', () => {
    const span = (times: readonly number[]) => {
      const { until, isGuess } = foresee(outlook(shots(40), {}, { times: new Map([[DRAFT, times]]) }))?.forecast ?? {};
      return { ms: (until?.latest ?? 0) - (until?.earliest ?? 0), isGuess };
    };
    const few = [50, 55, 60, 65, 70].map((s) => s * 1000);
    expect(span([])).toMatchObject({ isGuess: true });
    expect(span(few)).toMatchObject({ isGuess: false });
    expect(span([]).ms).toBeGreaterThan(3 * span(few).ms);
    expect(span([...Array(6).keys()].flatMap(() => few)).ms).toBeLessThan(span(few).ms);
    expect(span(Array<number>(8).fill(MINUTE)).ms).toBe(0);
  });

  it('a guess follows what other kinds took here', () => {
    const long = { fields: { model: 'skyreels-v4-fast', resolution: '1080p', duration: 5 } };
    const known = minutes(outlook([...shots(5), ...shots(5, long)], {}, { times: timed(2 * MINUTE) })).until;
    expect(known).toBeGreaterThan(3.5);
    expect(known).toBeLessThan(4.5);
  });

  it('is the same a moment later, and comes nearer by what was done', () => {
    const times = new Map([[DRAFT, [40, 50, 60, 70, 80, 60].map((s) => s * 1000)]]);
    const at = (passedMs: number, standings: readonly Standing[]) =>
      foresee(outlook(shots(30), { nowMs: EVENING + passedMs, standings }, { times }))?.forecast.until.likely ?? 0;
    const state = (over: number, elapsedMs: number): Standing[] =>
      shots(30).map((_, n) => (n < over ? 'over' : n < over + 5 ? { elapsedMs } : 'ahead'));
    const begun = at(0, state(0, 0));
    expect(at(1, state(0, 1))).toBeCloseTo(begun, -4);
    for (const seconds of [10, 30, 39]) {
      expect(Math.abs(at(seconds * 1000, state(0, seconds * 1000)) - begun)).toBeLessThan(0.1 * (begun - EVENING));
    }
    expect(Math.abs(at(3 * MINUTE, state(15, 0)) - begun)).toBeLessThan(0.1 * (begun - EVENING));
  });

  it('a render that takes longer than any is expected soon, and never in the past', () => {
    const late = outlook(shots(1), { standings: [{ elapsedMs: 3_600_000 }] });
    expect(minutes(late).until).toBeCloseTo(0.1, 1);
  });

  it('goes with the speed of a simulated run', () => {
    expect(minutes(outlook(shots(50), { speed: 10 }, { times: new Map([[DRAFT, [594_000]]]) })).until).toBeGreaterThan(
      7,
    );
    expect(minutes(outlook(shots(50), { speed: 60 })).until).toBeLessThan(0.3);
  });
});

describe('what is around a run', () => {
  it('other runs take turns by weight, and by priority first', () => {
    const rival = { held: 5, waiting: 95, ms: MINUTE, weight: 1, prio: 0 };
    const with_ = (more: object) => minutes(outlook(shots(50), {}, { rivals: [{ ...rival, ...more }] })).until;
    expect(minutes(outlook(shots(50))).until).toBe(10);
    expect(with_({})).toBeGreaterThan(19);
    expect(with_({})).toBeLessThan(22);
    expect(with_({ weight: 3 })).toBeGreaterThan(28);
    expect(with_({ prio: 1 })).toBeGreaterThan(29);
    expect(with_({ prio: -1 })).toBeLessThan(12);
    // Work-conserving: one that has little to do is soon out of the way.
    expect(with_({ held: 5, waiting: 0 })).toBeLessThan(12);
  });

  it('a pause with a known end is waited for; one without has none', () => {
    expect(minutes(outlook(shots(5), {}, { pausedUntilMs: EVENING + 30 * MINUTE })).until).toBe(31);
    expect(minutes(outlook(shots(5), {}, { pausedUntilMs: Number.POSITIVE_INFINITY }))).toEqual({ until: 0, rest: 1 });
  });

  it('what the money of a day does not allow waits for the next day of its zone', () => {
    const day = { limit: 10 * 170_000, zone: 'UTC', spent: 3 * 170_000 };
    expect(minutes(outlook(shots(7), {}, { day })).until).toBe(2);
    expect(minutes(outlook(shots(8), {}, { day })).until).toBe(6 * 60 + 1);
    expect(minutes(outlook(shots(7 + 11), {}, { day })).until).toBe(30 * 60 + 1);
    expect(minutes(outlook(shots(1, { price: 11 * 170_000 }), {}, { day }))).toMatchObject({ until: 0 });
  });

  it('max-parallel keeps slots idle', () => {
    expect(minutes(outlook(shots(10, { maxParallel: 2 }))).until).toBe(5);
  });

  it('the cap that counts is the account’s where it was asked', () => {
    expect(minutes(outlook(shots(10), {}, { slots: 1 })).until).toBe(10);
  });
});

describe('what waits for a person', () => {
  const picked = (more: Partial<PlanNode> = {}) => [
    ...shots(10),
    asking('choose', [0, 1], more),
    behind('final', 10, { source: { kind: 'pick', pick: 10 }, kind: 'promote', fields: {} }),
  ];

  it('is told apart: until then, and how long it takes after the answer', () => {
    expect(minutes(outlook(picked()))).toEqual({ until: 2, rest: 1 });
  });

  it('a pick that answers itself is waited for', () => {
    const pick = { candidates: [0, 1], choose: 1, onTimeout: 'first' } as const;
    const nodes = picked({ pick, timeoutMs: 60 * MINUTE });
    expect(minutes(outlook(nodes))).toEqual({ until: 62 });
    const standings: Standing[] = nodes.map((_, at) =>
      at < 10 ? 'over' : at === 10 ? { elapsedMs: 50 * MINUTE } : 'ahead',
    );
    expect(minutes(outlook(nodes, { standings })).until).toBe(11);
  });

  it('of the nodes behind each candidate as many count as will be chosen', () => {
    const final = (candidate: number) =>
      behind(`final@${candidate}`, 2, { kind: 'promote', fields: {}, source: { kind: 'pick', pick: 2, candidate } });
    const nodes = [...shots(2), asking('choose', [0, 1]), final(0), final(1), behind('walk', 4)];
    expect(minutes(outlook(nodes, { slots: 1 }))).toEqual({ until: 2, rest: 1 });
  });

  it('an unsure node and what is behind it wait, too', () => {
    const standings: Standing[] = ['held', 'ahead', 'ahead'];
    expect(minutes(outlook([node('a'), behind('b', 0), node('c')], { standings }))).toEqual({ until: 1, rest: 1 });
  });
});

describe('what fits', () => {
  it('is what is done by then in nine plays of ten; the rest is later, or asks', () => {
    const nodes = [...shots(10), asking('choose', [0, 1]), behind('final', 10)];
    const of = outlook(nodes, { slots: 2 });
    const fits = fitsBy(foresee(of)?.plays ?? [], [...nodes.keys()], EVENING + 3.5 * MINUTE);
    expect([fits.surely.length, fits.perhaps, fits.later.length, fits.asking]).toEqual([6, [], 4, [10, 11]]);
    const times = new Map([[DRAFT, [30, 60, 90, 120, 45, 75].map((s) => s * 1000)]]);
    const open = outlook(shots(10), { slots: 2 }, { times });
    expect(
      fitsBy(foresee(open)?.plays ?? [], [...Array(10).keys()], EVENING + 4 * MINUTE).perhaps.length,
    ).toBeGreaterThan(0);
  });

  it('of ten thousand nodes is known at once', () => {
    const started = processorMs();
    const of = outlook(shots(10_000));
    expect(fitsBy(foresee(of)?.plays ?? [], [...Array(10_000).keys()], EVENING + 1000 * MINUTE).surely.length).toBe(
      5000,
    );
    expect(processorMs() - started).toBeLessThan(3_000);
  });
});
