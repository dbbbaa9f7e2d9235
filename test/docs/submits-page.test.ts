import dns from 'node:dns';
import util from 'node:util';
import { errors } from 'undici';
import { expect, test } from 'vitest';
import { EXCHANGE_FAILURES } from '../../docs/exchange-failures.ts';
import { submitsPage } from '../../docs/submits-page.ts';

const listed = EXCHANGE_FAILURES.filter(({ kind }) => kind !== 'any other').flatMap(({ codes }) => codes);
const isListed = (code: string) =>
  listed.some((one) => one === code || (one.endsWith('*') && code.startsWith(one.slice(0, -1))));
/** Those that want the answer which they are about. */
const withAnswer = { headers: {}, count: 1, data: {}, body: '' };

test('names every error of undici, of the resolver and of the system', () => {
  const undici = Object.values(errors).flatMap((Kind) => {
    const made: unknown = Reflect.construct(Kind, ['m', 500, withAnswer]);
    return made instanceof Error && 'code' in made && typeof made.code === 'string' ? [made.code] : [];
  });
  const resolver = Object.values(dns).flatMap((value) => (typeof value === 'string' ? [value] : []));
  const system = [...util.getSystemErrorMap().values()].map(([name]) => name);
  const known = [...undici, ...resolver, ...system];
  expect(undici.length).toBeGreaterThan(20);
  expect(known.length).toBeGreaterThan(120);
  expect(known.filter((code) => !isListed(code))).toEqual([]);
  expect(isListed('EDANCE'), 'this test would see one that is not named').toBe(false);
});

test('says of every status what it proves, once', () => {
  const ranges = [...submitsPage().matchAll(/^\| (\d{3})(?:–(\d{3}))? +\| (?!`)/gm)].map(([, from, to]) => [
    Number(from),
    Number(to ?? from),
  ]);
  let next = 100;
  for (const [from = 0, to = 0] of ranges) {
    expect(from).toBe(next);
    next = to + 1;
  }
  expect(next).toBe(600);
});
