import { expect, test } from 'vitest';
import { FILES_AT_ONCE } from '../../plan/timing.ts';
import { renders, skeletonOf } from '../../sim/sketch.ts';
import { drive, short } from './driver.ts';

const paused = { kind: 'paused', code: 'DISK_FULL' } as const;
const file = (node: number, outcome: typeof paused) => ({ kind: 'file', node, attempt: 1, outcome }) as const;

test('after a standstill the paid files are fetched before all else, the oldest link first', () => {
  // More than are fetched at once, accepted in an order of their own, and files of this machine that wait as well.
  const total = FILES_AT_ONCE + 4;
  const order = Array.from({ length: total }, (_, at) => (at * 5) % total);
  const local = Array.from({ length: 3 }, () => ({ action: 'f' as const }));
  const run = drive(skeletonOf([...renders(total), ...local]));
  run.start();
  run.lease({ granted: total, keep: total, limit: total });
  for (const node of order) {
    run.pass(1_000);
    run.created(node);
  }
  for (const node of Array.from({ length: total }, (_, at) => total - 1 - at)) {
    run.completed(node);
    run.feed(file(node, paused));
  }
  for (const node of [total, total + 1, total + 2]) run.feed(file(node, paused));
  const fetched = short(run.feed({ kind: 'wake', request: {} })).filter((words) => /download|restore/.test(words));
  expect(fetched).toEqual(order.slice(0, FILES_AT_ONCE).map((node) => `download ${node}`));
  const next = order.slice(0, 4).flatMap((node) => short(run.saved(node)));
  expect(next).toEqual(order.slice(FILES_AT_ONCE).map((node) => `download ${node}`));
  expect(short(run.saved(order[4] ?? 0))).toEqual([`restore ${total}`]);
});

test('what was fetched when the execution ended goes on in the same order', () => {
  const run = drive(skeletonOf(renders(3)));
  run.start();
  run.lease();
  for (const node of [2, 0, 1]) {
    run.pass(1_000);
    run.created(node);
  }
  for (const node of [0, 1, 2]) run.completed(node);
  expect(short(run.renew()).filter((words) => words.startsWith('download'))).toEqual([
    'download 2',
    'download 0',
    'download 1',
  ]);
});
