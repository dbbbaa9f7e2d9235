import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { vendorPage } from '../../docs/vendor-page.ts';
import { PAGE_ITEMS } from '../../docs/vendor-page-items.ts';
import { ACTIONS } from '../../plan/request.ts';
import { REQUEST_FIELDS } from '../../plan/request-fields.ts';
import { PAGE_WORDS } from '../../plan/rules/page-words.ts';

const keys = new Set(PAGE_ITEMS.flatMap((item) => item.keys));
const rules = new Set(PAGE_ITEMS.flatMap((item) => item.rules));

test('no field of a request, no part of a composite field and no action is left out', () => {
  const composite = ['ref_images[].tag', 'ref_images[].type', 'ref_images[].image_urls', 'ref_images[].audio_url'];
  const others = ['ref_videos[].tag', 'ref_videos[].type', 'ref_videos[].video_url'];
  const frames = ['mid_frame_images[].tag', 'mid_frame_images[].image_url', 'mid_frame_images[].time_stamp'];
  const wanted = [...Object.keys(REQUEST_FIELDS), ...composite, ...others, ...frames];
  expect(wanted.filter((key) => !keys.has(key))).toEqual([]);
  expect(ACTIONS.filter((action) => !keys.has(`action: ${action}`))).toEqual([]);
});

test('no rule of the page is left out, and each that the page words is quoted', () => {
  const fifty = Array.from({ length: 50 }, (_, index) => index + 1);
  expect(fifty.filter((rule) => !rules.has(rule))).toEqual([]);
  expect([...rules].filter((rule) => rule > 50)).toEqual([]);
  // Only that video_urls are priced as a reference is known from later pages alone.
  expect(fifty.filter((rule) => PAGE_WORDS[rule] === undefined)).toEqual([47]);
});

test('the tests that it names are there, and every item without a rule has one or says why', () => {
  const named = new Set(PAGE_ITEMS.flatMap(({ tests = [] }) => tests));
  expect([...named].filter((file) => !existsSync(file))).toEqual([]);
  const bare = PAGE_ITEMS.filter((item) => item.rules.length + (item.tests?.length ?? 0) === 0 && !item.remark);
  expect(bare).toEqual([]);
  expect(readdirSync('test/vendor-page').filter((file) => file.endsWith('.test.ts')).length).toBeGreaterThan(2);
  expect(vendorPage()).toContain('](../test/vendor-page/snippets.test.ts)');
});
