import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frame } from '../../cli/live/frame.ts';
import { applyView, forecastOfRun, startProgress } from '../../cli/live/index.ts';
import { lineText } from '../../cli/live/line.ts';
import { paintOf, textWidth } from '../../cli/terminal/index.ts';
import type { Plan } from '../../plan/plan.ts';
import { NODE_STATES, type NodeState, type RunView } from '../../plan/run-view.ts';
import { batchPlan, node, plan, view } from './fake-run.ts';
import { harmful, PAYLOADS } from './payloads.ts';

const FACTS = { run: 'overnight-batch#3', realm: 'simulator', zone: 'UTC', columns: 80, rows: 24, nowMs: 73_000 };

function drawn(of: Plan, next: RunView | undefined, more: Partial<typeof FACTS & { notice: string }> = {}): string[] {
  const facts = { ...FACTS, ...more };
  const start = startProgress(of);
  const { progress } = next === undefined ? { progress: start } : applyView(start, next);
  return frame(progress, { ...facts, forecast: forecastOfRun(progress, facts.nowMs, 1) }).map((line) =>
    lineText(line, facts.columns, paintOf(false)),
  );
}

const batch = batchPlan(2);
const midway: readonly NodeState[] = [
  'done',
  'done',
  'done',
  'failed',
  'done',
  'asking',
  'rendering',
  'waiting',
  'waiting',
  'waiting',
  'waiting',
];

describe('a frame of the live view', () => {
  it('shows a bar per step, slots, money, time and what waits for a person', () => {
    const text = drawn(
      batch,
      view(midway, { current: 2, money: { planned: 9e6, spent: 510_000, refunded: 0, reserved: 743_750, limit: 2e7 } }),
    );
    expect(text.join('\n')).toMatchInlineSnapshot(`
      "overnight-batch#3  aurora-teaser  simulated  1 m 13 s
      draft   ██████████████████████▓▓▓▓▓▓▓▓  4/4  1 failed
      choose  ███████████████░░░░░░░░░░░░░░░  1/2  1 asking
      final   ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0/2  1 rendering
      walk    ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0/2
      reel    ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0/1
      slots   ● ○ ○ ○ ○  1 of 5
              final@s0  rendering 1 m 12 s
      money   $1.02 spent of $18.00 planned, $1.4875 reserved, limit $40.00
      time    by itself for 2 m 25 s to 8 m 20 s; after a person’s answer 53 s to 2 m…
      asks    dailies pick overnight-batch#3 choose@s1 NODE --simulate
      Ctrl-C stops following, the run goes on"
    `);
  });

  it('shows why the run is paused and what to type', () => {
    const text = drawn(batch, view(midway, { paused: 'KEY_REFUSED' })).join('\n');
    expect(text).toContain('paused  the vendor refused the key: set the right key, then: dailies resume');
    const used = view(midway, { paused: 'WINDOW_USED', pausedUntilMs: FACTS.nowMs + 7_200_000 });
    const window = drawn(batch, used, { columns: 200 }).join('\n');
    expect(window).toContain('quota for this stretch of time is used up, for 2 h more: nothing to do: all its runs');
  });

  it('says that it starts, and that the engine does not answer', () => {
    expect(drawn(batch, undefined)[0]).toContain('overnight-batch#3');
    expect(drawn(batch, view(midway), { notice: 'the engine does not answer' }).at(-1)).toBe(
      'the engine does not answer',
    );
  });

  it('fits every screen, whatever the run is', () => {
    const states = fc.constantFrom(...(Object.keys(NODE_STATES) as NodeState[]));
    fc.assert(
      fc.property(
        fc.array(states, { minLength: 1, maxLength: 120 }),
        fc.integer({ min: 40, max: 200 }),
        fc.integer({ min: 8, max: 50 }),
        fc.integer({ min: 1, max: 30 }),
        (drawnStates, columns, rows, steps) => {
          const nodes = drawnStates.map((_, at) => node(`step-${at % steps}@shot-${at}`));
          const lines = drawn(plan(nodes), view(drawnStates), { columns, rows });
          expect(lines.length).toBeLessThan(rows);
          for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });

  it('lets no foreign string act', () => {
    for (const bad of PAYLOADS) {
      const evil = node(`draft@${bad}`, { step: `s${bad}`, key: bad });
      const of = plan([evil, { ...evil, kind: 'pick' }], { name: bad, file: bad });
      const text = drawn(of, view(['rendering', 'asking'], { paused: 'BUDGET' }), { run: bad, notice: bad }).join('\n');
      expect(harmful(text), JSON.stringify(bad)).toEqual([]);
    }
  });
});
