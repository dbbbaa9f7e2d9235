import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeAtCap } from '../../cli/live/index.ts';
import { processorMs } from '../processor-ms.ts';

const job = (ms: number, needs: readonly number[] = [], more = {}) => ({ ms, needs, priority: 0, ...more });

describe('the time at the cap', () => {
  it('is that of the fullest slot', () => {
    expect(timeAtCap([job(10), job(10), job(10)], 2)).toBe(20);
    expect(timeAtCap([], 5)).toBe(0);
  });

  it('waits for what a job needs, and local work takes no slot', () => {
    expect(timeAtCap([job(10), job(0, [0]), job(5, [1])], 1)).toBe(15);
    expect(timeAtCap([job(10), job(0), job(5, [1])], 2)).toBe(10);
  });

  it('higher priority goes first', () => {
    expect(timeAtCap([job(10), job(1, [], { priority: 1 }), job(9, [1])], 1)).toBe(20);
    expect(timeAtCap([job(10), job(1, [], { priority: 1 }), job(9, [1])], 2)).toBe(10);
  });

  it('what runs already holds its slot', () => {
    expect(timeAtCap([job(10), job(4, [], { running: true })], 1)).toBe(14);
  });

  it('lies between the ideal and one after the other, for any graph', () => {
    const jobs = fc.array(fc.tuple(fc.nat(100), fc.array(fc.nat(30), { maxLength: 3 })), { maxLength: 30 });
    fc.assert(
      fc.property(jobs, fc.integer({ min: 1, max: 6 }), (drawn, slots) => {
        const all = drawn.map(([ms, needs], at) =>
          job(
            ms,
            [...new Set(needs)].filter((need) => need < at),
          ),
        );
        const total = all.reduce((sum, { ms }) => sum + ms, 0);
        const took = timeAtCap(all, slots);
        expect(took).toBeGreaterThanOrEqual(total / slots - 1e-9);
        expect(took).toBeLessThanOrEqual(total);
        if (slots === 1) expect(took).toBe(total);
      }),
    );
  });

  it('ten thousand jobs are counted at once, a cycle is left out', () => {
    const started = processorMs();
    const many = [...Array(10_000).keys()].map((at) => job(1000, at < 5000 ? [] : [at - 5000]));
    expect(timeAtCap(many, 5)).toBe(2_000_000);
    expect(processorMs() - started).toBeLessThan(1500);
    expect(timeAtCap([job(1, [1]), job(1, [0])], 5)).toBe(0);
  });
});
