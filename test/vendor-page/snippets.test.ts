import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../plan/json.ts';
import { bodyOf } from './body-of.ts';

// Letter by letter what stands on the vendor's page under Examples and Composite Field Reference.
const PAGE = readFileSync('test/vendor-page/snippets.txt', 'utf8');
const model = 'skyreels-v4-fast';
/** What is sent whoever writes it or not. */
const ALWAYS = { duration: 5, resolution: '720p', prompt_optimizer: true };

const SNIPPETS: readonly {
  readonly name: string;
  readonly snippet: JsonObject;
  /** Written beside the snippet. */
  readonly also: JsonObject;
  readonly action: string;
}[] = [
  { name: 'Examples', snippet: JSON.parse(between("-d '", "'\n\n")), also: {}, action: 'generate' },
  { name: 'ref_images', snippet: field('ref_images'), also: { model }, action: 'reference_audio' },
  { name: 'ref_videos', snippet: field('ref_videos'), also: { model }, action: 'extend' },
  // time_stamp 5.0 breaks the default duration of 5.
  { name: 'mid_frame_images', snippet: field('mid_frame_images'), also: { model, duration: 6 }, action: 'image2video' },
];

describe('a snippet of the vendor’s page, put into YAML', () => {
  test.each(SNIPPETS)('$name: gives that body, the action and what is always sent', async (shown) => {
    const { snippet, also, action } = shown;
    const { body, problems } = await bodyOf({ ...snippet, ...also });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(body).toEqual({ ...ALWAYS, ...also, ...snippet, action });
  });

  test('middle frames at 2 and 5 s do not fit into the default of 5 s', async () => {
    const { problems } = await bodyOf({ ...field('mid_frame_images'), model });
    expect(problems).toMatchObject([{ rule: 31 }, { rule: 29, severity: 'error' }]);
  });
});

function between(from: string, to: string): string {
  const start = PAGE.indexOf(from) + from.length;
  return PAGE.slice(start, PAGE.indexOf(to, start));
}

function field(name: string): JsonObject {
  return JSON.parse(`{"${name}":${between(`"${name}":`, '\n]')}\n]}`);
}
