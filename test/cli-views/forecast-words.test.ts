import { describe, expect, it } from 'vitest';
import { typedMoment } from '../../cli/session/typed-moment.ts';
import { durationWords } from '../../cli/views/forecast-words.ts';
import { byView, forecastDocument, forecastWords, planDocument } from '../../cli/views/index.ts';
import type { Forecast } from '../../plan/forecast/index.ts';
import { batchPlan, node, plan } from './fake-run.ts';
import { harmful, PAYLOADS } from './payloads.ts';
import { planned, SCREEN } from './planned.ts';

const EVENING = Date.parse('2026-11-23T18:00:00Z');
const MINUTE = 60_000;
const place = { nowMs: EVENING, zone: 'UTC' };
const span = (early: number, late: number, from = EVENING) => ({
  earliest: from + early * MINUTE,
  likely: from + ((early + late) / 2) * MINUTE,
  latest: from + late * MINUTE,
});
const of = (until: Forecast['until'], more: Partial<Forecast> = {}): Forecast => ({
  ...{ until, isPaused: false, isGuess: false },
  ...more,
});

describe('when it will be done, in words', () => {
  it('is a time of the day, with the day where it is not today', () => {
    expect(forecastWords(of(span(42, 58)), place)).toBe('done about 18:42–18:58');
    expect(forecastWords(of(span(131, 202)), place)).toBe('done about 20:10–21:20');
    expect(forecastWords(of(span(490, 581)), place)).toBe('done about 2026-11-24 02:10–03:40');
    expect(forecastWords(of(span(300, 370)), place)).toBe('done about 23:00–2026-11-24 00:10');
    expect(forecastWords(of(span(490, 490)), place)).toBe('done about 2026-11-24 02:10');
    expect(forecastWords(of(span(490, 581)), { ...place, zone: 'Asia/Tokyo' })).toBe('done about 11:10–12:40');
  });

  it('is how long it takes where it is near', () => {
    expect(forecastWords(of(span(2, 3)), place)).toBe('2 m to 3 m left');
    expect(forecastWords(of(span(0.05, 0.05)), place)).toBe('about 3 s left');
    expect(durationWords(of(span(2, 3)), place)).toBe('2 m to 3 m');
  });

  it('tells what goes on without a person, and what comes after the answer', () => {
    const rest = span(130, 168, 0);
    expect(forecastWords(of(span(50, 65), { rest }), place)).toBe(
      'by itself until about 18:50–19:05; after a person’s answer 2 h 10 m to 2 h 50 m more',
    );
    expect(forecastWords(of(span(0, 0), { rest }), place)).toBe('waits for a person, then 2 h 10 m to 2 h 50 m');
    expect(forecastWords(of(span(0, 0), { rest, isPaused: true }), place)).toBe(
      '2 h 10 m to 2 h 50 m more when it goes on',
    );
  });

  it('as data has moments in ISO and durations in seconds', () => {
    expect(forecastDocument(of(span(490, 580)))).toEqual({
      done: {
        earliest: '2026-11-24T02:10:00.000Z',
        likely: '2026-11-24T02:55:00.000Z',
        latest: '2026-11-24T03:40:00.000Z',
      },
      ...{ needsPerson: null, paused: null, guess: false },
    });
    const waits = forecastDocument(of(span(50, 60), { rest: span(1, 2, 0) }));
    expect(waits).toMatchObject({ done: null, needsPerson: { thenSeconds: { earliest: 60, latest: 120 } } });
    expect(forecastDocument(of(span(0, 0), { rest: span(1, 2, 0), isPaused: true }))).toMatchObject({
      ...{ done: null, needsPerson: null, paused: { thenSeconds: { likely: 90 } } },
    });
    expect(forecastDocument(undefined)).toBeNull();
  });
});

describe('what fits', () => {
  const facts = planned(plan([...Array(40).keys()].map((at) => node(`draft@s${at}`))));

  it('is a row for each step, the finals by name, and the price', () => {
    const batch = planned(batchPlan(2));
    const text = byView(batch, SCREEN.nowMs + 20 * MINUTE, SCREEN);
    expect(text).toMatchInlineSnapshot(`
      "by 00:30   4 of 11 nodes done, $1.36 of $12.835
      step    to make  done  perhaps  later  needs a person  price
      draft         4     4        –      –               –  $1.36
      choose        2     –        –      –               2     $0
      final         2     –        –      –               2     $0
      walk          2     –        –      –               2     $0
      reel          1     –        –      –               1     $0
      finals, after a person’s answer: walk--leave, reel"
    `);
    const document = planDocument(batch, SCREEN.nowMs + 20 * MINUTE).by;
    expect(document).toMatchObject({ at: '1970-01-01T00:30:00.000Z', done: { price: 1.36 }, perhaps: { price: 0 } });
    expect(document?.needPerson.nodes).toContain('reel');
    expect(planDocument(batch)).not.toHaveProperty('by');
  });

  it('may be some of them, or none', () => {
    const some = byView(facts, SCREEN.nowMs + 2 * MINUTE, SCREEN);
    expect(some).toMatch(/finals, done by then: draft@s0/);
    expect(some).toMatch(/finals, not by then: .* more/);
    expect(byView(facts, SCREEN.nowMs + 1000, SCREEN)).toContain('0 of 40 nodes done, $0 of $13.60');
  });

  it('lets no foreign string act', () => {
    for (const bad of PAYLOADS) {
      const evil = planned(plan([node(`draft@${bad}`, { step: bad })]));
      expect(harmful(byView(evil, SCREEN.nowMs + MINUTE, SCREEN)), JSON.stringify(bad)).toEqual([]);
    }
  });
});

describe('a time that is typed', () => {
  const at = (text: string) => typedMoment('--by', text, EVENING) - EVENING;

  it('is the next such time of the day, or the one that is named', () => {
    const hour = new Date(EVENING).getHours();
    const clock = (hours: number) => `${String((hour + hours) % 24).padStart(2, '0')}:00`;
    expect(at(clock(1))).toBe(60 * MINUTE);
    expect(at(clock(23))).toBe(23 * 60 * MINUTE);
    // Now is over: the next one is tomorrow's.
    expect(at(clock(0))).toBe(24 * 60 * MINUTE);
    expect(at('2026-11-23T20:00Z')).toBe(120 * MINUTE);
    expect(at('2026-11-24T09:00+01:00')).toBe(14 * 60 * MINUTE);
    expect(typedMoment('--by', '2026-11-24 09:00', EVENING)).toBe(new Date(2026, 10, 24, 9).getTime());
  });

  it('that is none, or has passed, is refused', () => {
    for (const bad of ['25:00', '9', 'nine', '09:60', '2026-13-01 09:00', '2026-02-30 09:00', '', '2026-11-24'])
      expect(() => at(bad), bad).toThrow('is no time');
    expect(() => at('2026-11-22 09:00')).toThrow('has passed');
  });
});
