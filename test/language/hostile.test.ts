import { expect, test } from 'vitest';
import { HOSTILE_FILES } from '../../bench/hostile-files.ts';
import { loadText } from './load-file.ts';

// `npm run bench -- hostile` measures each in a process of its own: the goals are 2 s and 300 MB.
test.each(HOSTILE_FILES)('$name: refused soon, with code and place', async ({ code, text }) => {
  const start = process.cpuUsage();
  const { problems, plan } = await loadText(text());
  const { user, system } = process.cpuUsage(start);
  expect(plan).toBeUndefined();
  const found = problems.find((problem) => problem.code === code);
  expect(found, problems.map((problem) => problem.code).join(' ')).toBeDefined();
  expect([found?.line, found?.column].every((at) => at !== undefined && at > 0)).toBe(true);
  // CPU time, and generous: it only catches what has become quadratic.
  expect((user + system) / 1e6).toBeLessThan(8);
});
