import { expect, test } from 'vitest';
import { linkEnd } from '../../activities/source-links.ts';
import { apiProfile } from '../../plan/profiles.ts';
import { accountOf, vendorAt } from './outside.ts';

const DONE = 1_720_000_000_000;
const HOUR = 3_600_000;
const account = (api: 'qingbo-seed-2026-04' | 'qingbo-2026-09') =>
  accountOf(vendorAt('http://127.0.0.1:1/v1'), { api: apiProfile(api) });

// A link ends with what the vendor says or with what its page says, whichever comes first.
test.each([
  ['both say the same', DONE + 24 * HOUR, DONE, 24],
  ['the vendor names an earlier end', DONE + HOUR, DONE, 1],
  ['the vendor names three days, its page one', DONE + 72 * HOUR, DONE, 24],
  ['the vendor names no end', null, DONE, 24],
  ['nobody knows when it was completed', DONE + 72 * HOUR, null, 72],
  ['nobody says anything', null, null, Number.POSITIVE_INFINITY],
])('%s', (_case, linkEndsAtMs, completedAtMs, hours) => {
  const end = linkEnd({ linkEndsAtMs, completedAtMs }, account('qingbo-seed-2026-04'));
  expect((end - DONE) / HOUR).toBe(hours);
});

test('September’s links live for a week', () => {
  const end = linkEnd({ linkEndsAtMs: null, completedAtMs: DONE }, account('qingbo-2026-09'));
  expect((end - DONE) / HOUR).toBe(7 * 24);
});
