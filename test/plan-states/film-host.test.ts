import { expect, test } from 'vitest';
import { filmText } from '../../plan/film.ts';
import { lostWords, unreachable } from '../../plan/states/needs.ts';
import { aMake, aNode, aRequest } from './a-plan.ts';

const last = aMake(aNode('walk--leave'));
const request = aRequest({
  ...{ model: 'skyreels-v4-fast', prompt: 'like @video1' },
  ref_videos: [{ tag: '@video1', type: 'reference', video_url: filmText(last.sha256) }],
});
const look = { render: 'whole', stored: true, link: true } as const;

test('a film that is joined here is to be had only over a media host, which is told before the run', () => {
  const lost = unreachable({ kind: 'request', request }, [last], () => ({ ...look, hosted: false }));
  expect(lost).toMatchObject([{ node: 'walk--leave', isFilm: true }]);
  expect(lostWords(lost)).toMatch(/the film up to walk--leave as one file.*media-host/);
  expect(unreachable({ kind: 'request', request }, [last], () => ({ ...look, hosted: true }))).toEqual([]);
});

test('a film that is one file already, and a concat, need none', () => {
  const whole = { ...request, ref_videos: [{ video_url: `sha256:${last.sha256}` }] };
  const files = () => ({ ...look, hosted: false });
  expect(unreachable({ kind: 'request', request: whole }, [last], files)).toEqual([]);
  expect(unreachable({ kind: 'local', recipe: {}, inputs: [last.sha256] }, [last], files)).toEqual([]);
});
