// npm run mutants [-- [paid-decisions] [name]]: lays thirty deliberate mistakes (or those that break the sentences on paid
// decisions) over a temporary copy of the sources, one after the other, and shows that the named test catches each. A
// mistake that no longer fits the sources is an error, too.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { copySources } from './mutants/copy.mjs';
import { MUTANTS } from './mutants/list.mjs';
import { paidDecisions } from './mutants/paid-decisions.mjs';
import { runTests } from './mutants/run-tests.mjs';
import { unfit } from './mutants/unfit.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [first, ...others] = process.argv.slice(2);
const isPaid = first === 'paid-decisions';
const wanted = isPaid ? others[0] : first;
const known = isPaid ? paidDecisions(root) : MUTANTS;
const mutants = known.filter(({ mistake }) => wanted === undefined || mistake.includes(wanted));
/** Two cores: as many at once, each in a copy of its own. */
const AT_ONCE = 2;

const problems = unfit(root, mutants);
for (const problem of problems) console.log(`does not fit: ${problem}`);
process.exitCode = problems.length > 0 || mutants.length === 0 ? 1 : await catchAll();

async function catchAll() {
  const copies = Array.from({ length: Math.min(AT_ONCE, mutants.length) }, () => copySources(root));
  process.once('exit', () => {
    for (const copy of copies) copy.close();
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  if (!(await allPass(copies[0].folder))) return 1;
  const waiting = [...mutants];
  const missed = [];
  const work = async ({ folder }) => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      if (!(await isCaught(folder, mutant))) missed.push(mutant);
    }
  };
  await Promise.all(copies.map(work));
  console.log(`${mutants.length - missed.length} of ${mutants.length} caught`);
  return missed.length === 0 ? 0 : 1;
}

/** Without a mistake every named test passes, else its failing would show nothing. */
async function allPass(folder) {
  const resultOf = await runTests(
    folder,
    [...new Set(mutants.map(({ test }) => test))],
    mutants.map(({ title }) => title),
  );
  const failing = mutants.filter(({ title }) => resultOf(title) !== 'passed');
  for (const { test, title } of failing) console.log(`does not pass without a mistake: ${test}: ${title}`);
  return failing.length === 0;
}

async function isCaught(folder, { mistake, file, from, to, test, title }) {
  const place = path.join(folder, file);
  const text = readFileSync(place, 'utf8');
  writeFileSync(
    place,
    text.replace(from, () => to),
  );
  try {
    const caught = (await runTests(folder, [test], [title]))(title) === 'failed';
    console.log(`${caught ? 'caught' : 'MISSED'}  ${mistake}  (${test}: ${title})`);
    return caught;
  } finally {
    writeFileSync(place, text);
  }
}
