import type { Compilation } from './compilation.ts';
import type { LookedAtMedium } from './load-options.ts';
import { folderOf, leavesProject, normalPath } from './part-path.ts';
import { isAbsolute } from './stem.ts';
import type { Span, TreePath } from './tree.ts';

/** A local file that was looked at; `file`: relative to the project's root, with forward slashes. */
export type LocalMedium = Extract<LookedAtMedium, { ok: true }> & { readonly file: string };

/** Looks at a file that is named relative to the pipeline file. One that cannot be had is reported: undefined. */
export async function lookAtLocal(
  { options, path, planFile, report }: Compilation,
  name: string,
  place: { readonly span: Span; readonly path: TreePath },
): Promise<LocalMedium | undefined> {
  const file = normalPath(folderOf(planFile) + name);
  if (isAbsolute(name) || leavesProject(file)) {
    const hint = 'media lie in the project, by paths relative to the pipeline file';
    report.add({ code: 'MEDIA_PATH', ...place, message: `${name} lies outside of the project`, hint });
    return undefined;
  }
  const found = await options.media?.lookAt(normalPath(folderOf(path) + name));
  if (found?.ok) return { ...found, file };
  report.add({ code: 'MEDIA_PATH', ...place, message: `${name}: ${found?.message ?? 'files cannot be read here'}` });
  return undefined;
}
