import { expect, test } from 'vitest';
import { giveWay } from '../../activities/give-way.ts';
import type { World } from '../../activities/world.ts';

const { signal } = new AbortController();

function worldWith(submitting: { readonly size: number }, cancelled = signal): World {
  return { submitting, pulse: () => ({ beat: () => undefined, cancelled }) } as unknown as World;
}

test('a download begins once no submit is under way', async () => {
  const left = [2, 1, 0, 5];
  await giveWay(
    worldWith({
      get size() {
        return left.shift() ?? 0;
      },
    }),
  );
  expect(left).toEqual([5]);
});

test('a submit that hangs holds no download up for long, and a cancel ends the waiting', async () => {
  await giveWay(worldWith(new Set([1])));
  await expect(giveWay(worldWith(new Set([1]), AbortSignal.abort()))).rejects.toThrow();
});
