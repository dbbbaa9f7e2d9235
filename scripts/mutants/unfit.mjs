import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Mistakes that cannot be laid over the sources as they are, each with the reason: what they change moved on. */
export function unfit(root, mutants) {
  return mutants.flatMap(({ mistake, file, from, test, title }) => {
    const times = readFileSync(path.join(root, file), 'utf8').split(from).length - 1;
    if (times !== 1) return [`${mistake}: what it changes stands ${times} times in ${file}`];
    if (!existsSync(path.join(root, test))) return [`${mistake}: there is no ${test}`];
    return holds(readFileSync(path.join(root, test), 'utf8'), title) ? [] : [`${mistake}: no "${title}" in ${test}`];
  });
}

/** The text of a test names one whose title begins so; quotes may be escaped there. */
function holds(text, title) {
  return text.replaceAll("\\'", "'").includes(title);
}
