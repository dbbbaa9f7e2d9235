import { describe, expect, it } from 'vitest';
import { standsStill } from '../../cli/live/stands-still.ts';

const loaded = { loaded: true, over: false };

describe('a run stands still', () => {
  it('where a pick asks and nothing else goes on', () => {
    expect(standsStill({ ...loaded, counts: { asking: 1, done: 3, waiting: 2 } })).toBe(true);
    expect(standsStill({ ...loaded, counts: { asking: 1, ready: 1 } })).toBe(false);
    expect(standsStill({ ...loaded, counts: { asking: 1, downloading: 1 } })).toBe(false);
    expect(standsStill({ ...loaded, counts: { asking: 1, rendering: 1 } })).toBe(false);
  });

  it('where it is paused and nothing is at the vendor any more', () => {
    expect(standsStill({ ...loaded, paused: 'BUDGET', counts: { ready: 2 } })).toBe(true);
    expect(standsStill({ ...loaded, paused: 'BUDGET', counts: { rendering: 1 } })).toBe(false);
  });

  it('where files wait for what it is paused for, and not while they come in', () => {
    expect(standsStill({ ...loaded, paused: 'DISK_FULL', counts: { downloading: 1 } })).toBe(true);
    expect(standsStill({ ...loaded, paused: 'BUDGET', counts: { downloading: 1 } })).toBe(false);
  });

  it('neither before it is loaded nor after it is over', () => {
    expect(standsStill({ loaded: false, over: false, counts: {} })).toBe(false);
    expect(standsStill({ loaded: true, over: true, paused: 'BUDGET', counts: {} })).toBe(false);
  });
});
