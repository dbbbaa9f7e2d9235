import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { balance, summary } from './books.ts';
import { makeScene, type Scene } from './scene.ts';
import { documentOf, simulate } from './simulated.ts';
import type { Vendor } from './vendor.ts';

const FILES = ['season.yaml', 'parts/episode.yaml', 'takes.yaml', 'forty-shots.csv', 'budget-night.yaml', 'shots.csv'];
let scene: Scene;
let vendor: Vendor;

beforeAll(async () => {
  scene = makeScene({ pipelines: FILES });
  scene.write('dailies.yaml', 'version: 1\naccounts: { default: { poll: { min: 25ms, max: 50ms } } }\n');
  vendor = await scene.simulator({ speed: 1000 });
}, 120_000);
afterAll(() => scene.close());

/** All choices but one, as somebody wrote them into the committed picks file. */
const answers = ['e01', 'e02', 'e03'].map((episode) => {
  const chosen = (shot: string) => `{ chosen: [{ node: episode@${episode}/draft@${shot}--wide }] }`;
  const harbour = episode === 'e03' ? '' : `    harbour: ${chosen('harbour')}\n`;
  return `  episode@${episode}/choose:\n${harbour}    market: ${chosen('market')}\n`;
});

test('season uses an episode three times: a take is chosen inside, films come out, and again it is $0', async () => {
  scene.write('pipelines/season.picks.yaml', `version: 1\npicks:\n${answers.join('')}`);
  const asked = await simulate(scene, 'pipelines/season.yaml');
  expect([asked.code, asked.run.nodes], asked.stderr).toMatchObject([75, { done: 20, current: 5, asking: 1 }]);
  expect(asked.stderr).toContain('dailies pick season#1 episode@e03/choose@harbour NODE --simulate');
  const picked = await scene.cli('pick', 'season', 'episode@e03/choose@harbour', 'close', '--simulate');
  expect(picked.code, picked.stderr).toBe(0);
  const resumed = await scene.cli('resume', 'season', '--simulate', '--json');
  expect([resumed.code, documentOf(resumed).state], resumed.stderr).toEqual([0, 'done']);
  const { picks } = parse(scene.read('.dailies/simulated/season.picks.yaml'));
  expect(picks['episode@e03/choose'].harbour.chosen).toMatchObject([{ node: 'episode@e03/draft@harbour--close' }]);
  // Three films of an opening and two finals of 3 s.
  const made = await balance(scene, vendor, ['season']);
  expect(made.records.find(({ node }) => node === 'season')?.seconds).toBeCloseTo(27, 1);
  expect(scene.has('.dailies/simulated/renders/season/episode@e02/film.mp4')).toBe(true);
  const again = await simulate(scene, 'pipelines/season.yaml', '--only', 'episode@e02');
  expect([again.code, again.run.cost], again.stderr).toMatchObject([0, { planned: 0, spent: 0 }]);
  // Another title: that episode is made anew, and the season with it; the other episodes are not.
  scene.write('pipelines/season.yaml', scene.read('pipelines/season.yaml').replace('A singer looks', 'A dancer looks'));
  const plan = await scene.cli('plan', 'pipelines/season.yaml', '--simulate', '--json');
  const stale = JSON.parse(plan.stdout).nodes.filter(({ state }: { state: string }) => state === 'stale');
  expect(stale.map(({ id }: { id: string }) => id.split('/')[0])).toEqual([...Array(7).fill('episode@e02'), 'season']);
}, 120_000);

test('takes makes two takes of forty shots; a night’s budget makes what matters first and skips the rest', async () => {
  const takes = await simulate(scene, 'pipelines/takes.yaml');
  expect([takes.code, takes.run.nodes], takes.stderr).toMatchObject([0, { done: 80 }]);
  const night = await simulate(scene, 'pipelines/budget-night.yaml');
  expect([night.code, night.run.nodes], night.stderr).toMatchObject([4, { done: 17, skipped: 7 }]);
  expect(night.run.renders.filter(({ node }) => node.startsWith('must@'))).toHaveLength(12);
  expect(night.run.cost.spent).toBeCloseTo(3.808, 6);
  summary('season, takes and a night', await balance(scene, vendor, ['season', 'takes', 'budget-night']));
}, 120_000);
