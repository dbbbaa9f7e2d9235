import { describe, expect, test } from 'vitest';
import { renders, skeletonOf } from '../../sim/sketch.ts';
import { drive, short } from './driver.ts';

/** A run whose only task is finished, paid, and its file not to be had. */
function blocked() {
  const run = drive(skeletonOf(renders(1), { limit: 100 }));
  run.start();
  run.lease();
  run.created(0);
  run.completed(0);
  const outcome = { kind: 'blocked', code: 'LINK_DEAD' } as const;
  return { run, commands: run.feed({ kind: 'file', node: 0, attempt: 1, outcome }) };
}

describe('a task that is paid and whose file is not to be had', () => {
  test('is blocked, holds no slot and stays paid', () => {
    const { run, commands } = blocked();
    expect(short(commands)).toEqual(['save']);
    expect(run.states()).toEqual(['blocked']);
    const { money, slots, parked } = run.machine().view({ since: 0 });
    expect(money).toMatchObject({ reserved: 0, spent: 100 });
    expect({ used: slots.used, parked }).toEqual({ used: 0, parked: undefined });
  });

  test('is fetched again after a wake, whatever is left of the budget; nothing is submitted or counted twice', () => {
    const { run } = blocked();
    expect(short(run.feed({ kind: 'wake', request: {} }))).toEqual(['download 0']);
    expect(run.states()).toEqual(['downloading']);
    run.saved(0);
    expect(run.states()).toEqual(['done']);
    expect(run.machine().view({ since: 0 }).money).toMatchObject({ reserved: 0, spent: 100 });
  });

  test('stays so when the run is continued as new', () => {
    const { run } = blocked();
    expect(short(run.renew())).toEqual(['save']);
    expect(run.states()).toEqual(['blocked']);
    expect(short(run.feed({ kind: 'wake', request: {} }))).toEqual(['download 0']);
  });
});
