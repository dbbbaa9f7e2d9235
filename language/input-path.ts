import { folderOf, leavesProject, normalPath } from './part-path.ts';

/**
 * A `file` input as the pipeline file that declares it writes it: `./…` or `../…`, relative to itself. What is given is
 * relative to the project, or, where it begins with a dot, to `folder` (of the file that gives it; the project for
 * what is typed). undefined: it leaves the project.
 */
export function pathOfInput(given: string, planFile: string, folder: string): string | undefined {
  const path = normalPath(/^\.\.?\//.test(given) ? folder + given : given);
  return path === '' || leavesProject(path) ? undefined : relativeTo(folderOf(planFile), path);
}

function relativeTo(folder: string, path: string): string {
  const from = folder.split('/').filter((part) => part !== '');
  const to = path.split('/');
  let same = 0;
  while (same < from.length && same < to.length - 1 && from[same] === to[same]) same += 1;
  const up = '../'.repeat(from.length - same);
  return (up === '' ? './' : up) + to.slice(same).join('/');
}
