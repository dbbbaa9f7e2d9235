import { expect, test } from 'vitest';
import { accountIn } from '../../language/index.ts';

test.each([
  ['version: 1\naccount: studio\nsteps: {}\n', 'studio'],
  ['{version: 1, "account": studio}', 'studio'],
  ['version: 1\nname: the account of a day\n', undefined],
  ['version: 1\naccount: [studio]\n', undefined],
  ['account: studio\n\tbroken: [', undefined],
  ['', undefined],
])('the account that %j names is %j', (text, account) => {
  expect(accountIn(text)).toBe(account);
});
