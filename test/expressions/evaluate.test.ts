// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language writes expressions so.
import { describe, expect, test } from 'vitest';
import {
  evaluateTemplate,
  evaluateText,
  isExpressionFailure,
  type NodeContext,
  parseText,
} from '../../expressions/index.ts';

const node = (id: string) => ({ id, matrix: {}, state: 'done', outputs: { video: `video of ${id}` } });
const context: NodeContext = {
  inputs: { city: 'Lisbon', count: 3 },
  vars: { look: 'grain' },
  matrix: { shot: { id: 'hero', note: null } },
  steps: {
    one: (step, key) => node(`${step}@${key ?? ''}`),
    all: (step) => [node(`${step}@a`), node(`${step}@b`)],
    link: (step, _key, link) => node(`${step}--${link}`),
  },
};
const value = (text: string) => evaluateText(parseText(text), context);
const failure = (text: string) => {
  try {
    return { value: value(text) };
  } catch (error) {
    if (!isExpressionFailure(error)) throw error;
    return { message: error.message, at: error.at, hint: error.hint };
  }
};

describe('expressions', () => {
  test('text around expressions makes text, a single expression keeps its type', () => {
    expect(value('in ${{ inputs.city }}, ${{ inputs.count }}')).toBe('in Lisbon, 3');
    expect(value('${{ inputs.count }}')).toBe(3);
    expect(value('${{ matrix.shot.note }}')).toBeNull();
    expect(value("${{ '}}' }}")).toBe('}}');
    expect(value("${{ 'it''s ''good''' }}")).toBe("it's 'good'");
  });

  test('null inside text is an error with the way out', () => {
    expect(failure('x ${{ matrix.shot.note }}')).toEqual({
      message: 'null cannot stand in text',
      at: 18,
      hint: "write default(x, '')",
    });
    expect(value("x${{ default(matrix.shot.note, '') }}")).toBe('x');
  });

  test('names are case-exact and must be there', () => {
    expect(failure('${{ matrix.Shot }}')).toMatchObject({ message: 'there is no property "Shot"', at: 11 });
    expect(failure('${{ Inputs.city }}')).toMatchObject({ message: '"Inputs" is not a context', at: 4 });
    expect(failure('${{ secrets.key }}')).toMatchObject({ message: "unrecognized context: 'secrets'" });
    expect(failure('${{ tojson(1) }}')).toMatchObject({ hint: 'did you mean "toJSON"?' });
    expect(failure('${{ constructor() }}')).toHaveProperty('message');
  });

  test('left of || and && stands true or false, and == compares within one type', () => {
    expect(failure("${{ inputs.city || 'x' }}")).toMatchObject({ hint: 'write default(x, y)' });
    expect(value("${{ inputs.city == 'lisbon' }}")).toBe(false);
    expect(value("${{ inputs.city == 'Lisbon' && 'yes' }}")).toBe('yes');
    expect(failure("${{ inputs.count == '3' }}")).toMatchObject({ message: '== cannot compare a number with text' });
    expect(value('${{ matrix.shot.note == null }}')).toBe(true);
  });

  test('steps are looked up bare, by key, all of them, or by link', () => {
    expect(value('${{ steps.x.outputs.video }}')).toBe('video of x@');
    expect(value("${{ steps.x['k'].outputs.video }}")).toBe('video of x@k');
    expect(value('${{ steps.x.*.outputs.video }}')).toEqual(['video of x@a', 'video of x@b']);
    expect(value("${{ steps.walk.links['turn'].outputs.video }}")).toBe('video of walk--turn');
    expect(failure('${{ steps.x.*.outputs.vido }}')).toMatchObject({ message: 'there is no property "vido"' });
  });

  test('functions compute, and say what they were given wrongly', () => {
    expect(value("${{ format('{0}-{1} {{}}', inputs.city, 2) }}")).toBe('Lisbon-2 {}');
    expect(value('${{ join(fromJSON(\'["a","b"]\'), \' + \') }}')).toBe('a + b');
    expect(value("${{ slug('Días de Mar!') }}")).toBe('dias-de-mar');
    expect(value("${{ basename('a/b.png?x=1') }}")).toBe('b.png');
    expect(value("${{ case(inputs.count > 2, 'many', 'few') }}")).toBe('many');
    expect(value('${{ max(1, mul(2, 3), round(div(9, 2))) }}')).toBe(6);
    expect(failure('${{ div(1, 0) }}')).toMatchObject({ message: 'div() has no result that is a number' });
    expect(failure("${{ add('1', 2) }}")).toMatchObject({ message: 'add() takes numbers, but text was found' });
    expect(failure("${{ fromJSON('{') }}")).toMatchObject({ at: 4 });
  });

  test('a syntax error has its place', () => {
    expect(failure('a ${{ 1 + }}')).toMatchObject({ at: 8 });
    expect(failure('a ${{ inputs.city')).toMatchObject({ message: 'the expression is not closed by }}', at: 2 });
    expect(failure('${{ }}')).toMatchObject({ message: 'the expression is empty' });
    expect(failure('${{ x.(y) }}')).toHaveProperty('message');
    expect(failure(`\${{ ${'!'.repeat(200)}true }}`)).toHaveProperty('message');
    expect(failure(`\${{ ${'('.repeat(5000)} }}`)).toHaveProperty('message');
  });

  test('a template evaluates its Deferreds and nothing else', () => {
    const template = { a: { $deferred: '${{ steps.x.outputs.video }}' }, b: '${{ inputs.city }}', c: [null, 1] };
    expect(evaluateTemplate(template, context)).toEqual({ a: 'video of x@', b: '${{ inputs.city }}', c: [null, 1] });
  });
});
