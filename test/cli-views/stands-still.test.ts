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

  it('where all that is at the vendor waits for what it is paused for', () => {
    expect(standsStill({ ...loaded, paused: 'DISK_FULL', parked: 1, counts: { downloading: 1 } })).toBe(true);
    expect(standsStill({ ...loaded, paused: 'DISK_FULL', parked: 1, counts: { downloading: 2 } })).toBe(false);
    expect(standsStill({ ...loaded, paused: 'KEY_REFUSED', parked: 3, counts: { rendering: 3, ready: 1 } })).toBe(true);
    expect(standsStill({ ...loaded, paused: 'KEY_REFUSED', parked: 2, counts: { rendering: 3 } })).toBe(false);
    expect(standsStill({ ...loaded, paused: 'BUDGET', counts: { downloading: 1 } })).toBe(false);
  });

  it('neither before it is loaded nor after it is over', () => {
    expect(standsStill({ loaded: false, over: false, counts: {} })).toBe(false);
    expect(standsStill({ loaded: true, over: true, paused: 'BUDGET', counts: {} })).toBe(false);
  });

  it('where every slot is held by an unsure node', () => {
    const slots = { held: 5, used: 5, limit: 5, waiting: true };
    expect(standsStill({ ...loaded, slots, counts: { unsure: 5, ready: 1 } })).toBe(true);
    expect(standsStill({ ...loaded, slots: { ...slots, used: 4 }, counts: { unsure: 4, ready: 1 } })).toBe(false);
    expect(standsStill({ ...loaded, slots, counts: { unsure: 4, rendering: 1, ready: 1 } })).toBe(false);
  });
});
