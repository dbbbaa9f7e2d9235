import { expect, test } from 'vitest';
import { type ChainInput, tooLongLinks } from '../../plan/chain-lengths.ts';
import { apiProfile } from '../../plan/profiles.ts';
import { heldSha256, tailIn, tailOf, tailText } from '../../plan/tail.ts';

const HELD = 'ab'.repeat(32);

test('a tail is text in a request, and read back from it', () => {
  const text = tailText({ tailMs: 8_000, sha256: HELD });
  expect(tailIn(text)).toEqual({ tailMs: 8_000, sha256: HELD });
  const video = { tag: 'src', type: 'extend', video_url: text };
  expect(tailOf({ action: 'extend', ref_videos: [video] })).toEqual({ tailMs: 8_000, sha256: HELD });
  expect(tailOf({ action: 'reference_video', ref_videos: [video] })).toBeUndefined();
  expect(tailOf({ action: 'extend', ref_videos: [{ ...video, video_url: `sha256:${HELD}` }] })).toBeUndefined();
  expect(tailOf(null)).toBeUndefined();
});

test('held files are known by their sha256, whole or by their tail; nothing else is one', () => {
  expect(heldSha256(`sha256:${HELD}`)).toBe(HELD);
  expect(heldSha256(`tail:2000:sha256:${HELD}`)).toBe(HELD);
  for (const text of [
    `tail:0:sha256:${HELD}`,
    `tail:2000:${HELD}`,
    'https://example.com/a.mp4',
    `sha256:${HELD}0`,
    '',
  ]) {
    expect(heldSha256(text)).toBeUndefined();
  }
});

test('with a tail no source grows, and what is joined of it is as long as it is', () => {
  const api = apiProfile('simulator');
  const edge = (node: number) => ({ edges: [{ node, kind: 'direct' as const }] });
  const from = (node: number) => ({ source: { kind: 'node' as const, node }, ...edge(node) });
  const link = (node: number, tailSeconds?: number) => ({
    ...{ kind: 'link', seconds: 15, chain: 'walk', ...from(node) },
    ...(tailSeconds === undefined ? {} : { tailSeconds }),
  });
  const start = { kind: 'generate', seconds: 15, edges: [] };
  const tooLong = (nodes: ChainInput['nodes']) =>
    tooLongLinks({ nodes, order: [...nodes.keys()], api }).map(({ node, source }) => [node, source.seconds]);
  expect(tooLong([start, link(0), link(1), link(2)])).toEqual([[3, 45]]);
  expect(tooLong([start, link(0, 8), link(1, 8), link(2, 8)])).toEqual([]);
  // The reel of 60 s is too long to be extended as a whole.
  const reel = { kind: 'concat', seconds: 0, ...edge(3) };
  expect(tooLong([start, link(0, 8), link(1, 8), link(2, 8), reel, { ...link(4), chain: 'more' }])).toEqual([[5, 60]]);
});
