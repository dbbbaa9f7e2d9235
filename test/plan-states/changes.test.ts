import { expect, test } from 'vitest';
import { changesOf, wordsOf } from '../../plan/states/changes.ts';

const words = (from: object, to: object) =>
  wordsOf(changesOf(JSON.parse(JSON.stringify(from)), JSON.parse(JSON.stringify(to))));

test('a change of a short value is told whole', () => {
  expect(words({ duration: 5, model: 'a' }, { duration: 8, model: 'a', action: 'extend' })).toBe(
    'action none → "extend", duration 5 → 8',
  );
});

test('of a long text the place is shown where it changed, also at its end', () => {
  const prompt = 'a fishing harbour at dawn, gulls over the nets, 35 mm film grain, ';
  expect(words({ prompt: `${prompt}cool tones` }, { prompt: `${prompt}warm tones` })).toBe(
    'prompt …film grain, cool tones" → …film grain, warm tones"',
  );
  expect(words({ prompt: `x ${prompt}` }, { prompt: `y ${prompt}` })).toBe(
    'prompt "x a fishing harbour at dawn, gulls over… → "y a fishing harbour at dawn, gulls over…',
  );
  expect(words({ prompt }, { prompt: `${prompt}more` })).toBe('prompt …film grain, " → …film grain, more"');
});
