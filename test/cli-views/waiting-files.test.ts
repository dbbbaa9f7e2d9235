import { expect, it } from 'vitest';
import { type WaitingFile, waitingDocument, waitingLines } from '../../cli/views/index.ts';
import { harmful, PAYLOADS } from './payloads.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-04-01T20:00:00Z');
const screen = { paint: (_style: unknown, text: string) => text, zone: 'UTC', nowMs: NOW };
const file = (over: Partial<WaitingFile> = {}): WaitingFile => {
  return { node: 'walk', task: 'task-1', cost: 102_000, endsAtMs: NOW + 20 * HOUR, lost: false, ...over };
};

it('what renders is not told; a link that ends within four hours is, with the time that is left', () => {
  expect(waitingLines([file()], screen)).toEqual([]);
  expect(waitingLines([file({ endsAtMs: NOW + 4 * HOUR })], screen)).toEqual([]);
  expect(waitingLines([file({ endsAtMs: NOW + 2 * HOUR })], screen)).toEqual([
    'link      walk: $0.204 for task task-1, its file is not here yet; its link may end 2026-04-01 22:00, in 2 h',
  ]);
  expect(waitingLines([file({ endsAtMs: NOW - HOUR })], screen)[0]).toContain('its link ended 2026-04-01 19:00');
});

it('what a person can mend is told at once, with what it is', () => {
  const [line] = waitingLines([file({ code: 'DISK_FULL' })], screen);
  expect(line).toContain('(DISK_FULL: the disk is full');
});

it('what was paid and lost is told with its price', () => {
  const lost = file({ code: 'LINK_DEAD', lost: true });
  expect(waitingLines([lost], screen)[0]).toMatch(/^lost {6}walk: \$0\.204 was paid for task task-1, and there is no/);
  expect(waitingDocument([lost])).toEqual([
    {
      node: 'walk',
      task: 'task-1',
      cost: 0.204,
      linkEndsAt: '2026-04-02T16:00:00.000Z',
      code: 'LINK_DEAD',
      lost: true,
    },
  ]);
  expect(waitingDocument([file({ endsAtMs: 1e300 })])[0]?.linkEndsAt).toBe('');
});

it('no id of a task acts on a terminal', () => {
  for (const bad of PAYLOADS) {
    const lines = waitingLines([file({ task: bad, node: bad, lost: true })], screen);
    expect(harmful(lines.join('\n'))).toEqual([]);
    expect(lines).toHaveLength(1);
  }
});
