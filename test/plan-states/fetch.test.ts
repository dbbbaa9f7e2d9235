import { expect, test } from 'vitest';
import { fetchIdentity } from '../../plan/identity.ts';
import type { KnownMake } from '../../plan/make.ts';
import type { Fetch, PlanNode } from '../../plan/plan.ts';
import { aMake, aNode, aPlan, decided, GONE, lines, sha256, WHOLE } from './a-plan.ts';

const HERO = sha256('a picture');
const URL_OF: Fetch = { url: 'https://example.com/hero.png' };
const still = (fetch: Fetch): PlanNode => aNode('still', { kind: 'fetch', fetch, price: 0, seconds: 0 });
const shot = aNode('shot', {
  edges: [{ node: 0, kind: 'direct' }],
  fields: { model: 'm', first_frame_image: { $deferred: `\${{ steps.still.outputs.file }}` } },
});
const fetched = (fetch: Fetch, over: Partial<KnownMake> = {}): KnownMake =>
  aMake(still(fetch), {
    ...{ kind: 'local', task: '', account: '', cost: 0, media: 'png', sha256: HERO, request: null },
    identity: fetchIdentity(fetch, sha256),
    ...over,
  });
const made = aMake(aNode('shot', { fields: { model: 'm', first_frame_image: `sha256:${HERO}` } }), {
  sources: [HERO],
});

test('a fetch that was never made, or is here, is as any other node', () => {
  const plan = aPlan(still(URL_OF));
  expect(lines(decided(plan, {}).nodes)).toEqual(['still: missing make 1']);
  expect(lines(decided(plan, { makes: [fetched(URL_OF)] }).nodes)).toEqual(['still: current keep 1']);
  expect(lines(decided(plan, { makes: [fetched(URL_OF)] }, { remake: ['still'] }).nodes)).toEqual([
    'still: current make 2',
  ]);
});

test('in a fresh clone nothing is fetched for what is made already', () => {
  const plan = aPlan(still(URL_OF), shot);
  const makes = [fetched(URL_OF, { from: 'lock' }), made];
  const files = (make: KnownMake) => (make.node === 'still' ? GONE : WHOLE);
  expect(lines(decided(plan, { makes, files }).nodes)).toEqual(['still: elsewhere keep 1', 'shot: current keep 1']);
});

test('a file that is not here is fetched again for the shot that needs it', () => {
  const plan = aPlan(still(URL_OF), shot);
  const makes = [fetched(URL_OF, { from: 'lock' })];
  const report = decided(plan, { makes, files: () => GONE });
  expect(lines(report.nodes)).toEqual(['still: restorable fetch 1', 'shot: missing make 1']);
  expect(report.nodes[0]?.decision.because).toContain('for shot');
});

test('a changed local file makes its fetch stale, and what depends on it', () => {
  const before: Fetch = { sha256: HERO };
  const after: Fetch = { sha256: sha256('another picture') };
  const world = { makes: [fetched(before), made] };
  expect(lines(decided(aPlan(still(before), shot), world).nodes)).toEqual([
    'still: current keep 1',
    'shot: current keep 1',
  ]);
  expect(lines(decided(aPlan(still(after), shot), world).nodes)).toEqual(['still: stale make 2', 'shot: stale make 2']);
  expect(decided(aPlan(still(after)), world).nodes[0]?.decision.because).toBe('another file is fetched now');
});

test('only the content of a local file counts, of a URL its text', () => {
  expect(fetchIdentity({ sha256: HERO }, sha256)).not.toBe(fetchIdentity({ sha256: sha256('x') }, sha256));
  expect(fetchIdentity(URL_OF, sha256)).toBe(
    sha256('{"identity":1,"inputs":[],"recipe":{"kind":"fetch","url":"https://example.com/hero.png","version":1}}'),
  );
});

test('a chain goes on from what was fetched or joined here', () => {
  const turn = aNode('walk--turn', {
    ...{ kind: 'link', link: 'turn', source: { kind: 'node', node: 0 } },
    fields: { model: 'skyreels-v4-fast', prompt: 'she turns' },
  });
  const plan = aPlan(still(URL_OF), turn);
  const report = decided(plan, { makes: [fetched(URL_OF, { media: 'mp4' })] });
  expect(lines(report.nodes)).toEqual(['still: current keep 1', 'walk--turn: missing make 1']);
  expect(report.nodes[1]?.request).toMatchObject({ action: 'extend', model: 'skyreels-v4-fast' });
});
