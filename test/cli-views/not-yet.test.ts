import { expect, test } from 'vitest';
import { usageWords } from '../../cli/not-yet.ts';

test('what is not built yet reads differently from what nobody knows', () => {
  expect(usageWords("error: unknown command 'open'\n")).toBe('"open" is not supported yet\n');
  expect(usageWords("error: unknown option '--html'\n")).toBe('"--html" is not supported yet\n');
  expect(usageWords("error: unknown command 'opne'\n")).toBe("error: unknown command 'opne'\n");
});
