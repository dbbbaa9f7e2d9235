import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sheetOf, staticSheet } from '../../sheet/index.ts';
import type { ProjectStore } from '../../store/index.ts';
import { decidePlan } from './decide-plan.ts';
import { rendersFolderOf } from './follow-run.ts';
import { makesOfRun } from './makes-of-run.ts';
import type { SeenRun } from './seen-run.ts';
import { sheetFacts } from './sheet-facts.ts';
import type { Shell } from './shell.ts';

/**
 * Writes the sheet of a run as one HTML file beside its renders, or where `typed` says, with links to the
 * renders that hold when both are moved together. Returns where it lies.
 */
export async function writeSheet(
  { cwd, pageFolder }: Pick<Shell, 'cwd' | 'pageFolder'>,
  store: ProjectStore,
  seen: SeenRun,
  typed: string | undefined,
): Promise<string> {
  const { plan, entry } = seen;
  const makes = await makesOfRun(store, plan, await store.decisions.get(entry.decisions));
  const beside = rendersFolderOf(makes.filter((make) => make !== undefined));
  const file = typed === undefined ? path.join(store.root, beside, 'report.html') : path.resolve(cwd, typed);
  const { decided } = await decidePlan(store, plan, {});
  const link = ({ file: render }: { readonly file: string }) =>
    urlOf(path.relative(path.dirname(file), path.join(store.root, render)));
  const html = await staticSheet(sheetOf(await sheetFacts({ store, seen, link, decided })), pageFolder);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, html);
  return file;
}

/** A relative path as a URL: `./` in front, so that no name is taken for a scheme. */
function urlOf(relative: string): string {
  return `./${relative.split(path.sep).map(encodeURIComponent).join('/')}`;
}
