import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Mistakes that cannot be laid over the sources as they are, each with the reason: what they change moved on. */
export function unfit(root, mutants) {
  return mutants.flatMap(({ mistake, file, from, test }) => {
    const times = readFileSync(path.join(root, file), 'utf8').split(from).length - 1;
    if (times !== 1) return [`${mistake}: what it changes stands ${times} times in ${file}`];
    return existsSync(path.join(root, test)) ? [] : [`${mistake}: there is no ${test}`];
  });
}
