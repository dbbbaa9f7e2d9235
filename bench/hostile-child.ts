import { readFile } from 'node:fs/promises';
import { load } from '../language/index.ts';
import { sha256Of } from '../store/index.ts';

// Reads one file that nobody should write, and says what that took; alone in its process, so that the memory is its own.
const file = process.argv[2] ?? '';
const since = process.cpuUsage();
const { problems, plan } = await load(file, {
  readBytes: readFile,
  planFile: 'hostile.yaml',
  inputs: {},
  api: 'simulator',
  sha256: sha256Of,
});
const { user, system } = process.cpuUsage(since);
// Time of the processor: the machine may have other work.
const ms = (user + system) / 1000;
const [first] = problems;
const place = first === undefined ? undefined : { line: first.line, column: first.column };
const codes = [...new Set(problems.map(({ code }) => code))];
const megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ ms, megabytes, codes, place, refused: plan === undefined })}\n`);
