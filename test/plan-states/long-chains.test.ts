import { expect, test } from 'vitest';
import { refuseLongChains } from '../../cli/session/long-chains.ts';
import { apiProfile } from '../../plan/profiles.ts';
import { aMake, aNode, aPlan, decided } from './a-plan.ts';

const api = apiProfile('qingbo-seed-2026-04');
const shot = aNode('shot', { seconds: 10 });
const link = (id: string, node: number) => {
  const source = { kind: 'node', node } as const;
  return aNode(id, { kind: 'link', key: '', link: id.split('--')[1] ?? '', fields: { duration: 10 }, source });
};
const plan = aPlan(shot, link('walk--turn', 0), link('walk--leave', 1));

test('a link is refused before paying when the film before it came out too long to be extended', () => {
  const make = (seconds: number) => aMake(shot, { seconds });
  const reports = (seconds: number) => decided(plan, { makes: [make(seconds)] }).nodes;
  expect(() => refuseLongChains(plan, reports(20.05), api)).not.toThrow();
  expect(() => refuseLongChains(plan, reports(20.06), api)).toThrow(
    'walk--leave: link 2 ("leave") would need a source of 30.06 s; the page allows 30',
  );
  expect(() => refuseLongChains(plan, reports(20.06), { ...api, extendOutput: 'segment-only' })).not.toThrow();
});
