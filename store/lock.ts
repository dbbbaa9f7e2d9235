import { makesOf, openOf } from './documents/lock-document.ts';
import { type LockLine, type LockSection, parseLockLines } from './lock-lines.ts';
import { createProjector, type ProjectorOptions } from './lock-projector.ts';
import type { Lock, PipelineFile } from './project-store.ts';
import { readWhole } from './whole-file.ts';

/** The lock file of each pipeline: what the records say, where git sees it. */
export function createLock(
  options: ProjectorOptions,
): Lock & { readonly changed: (pipeline: string, node: string) => void } {
  const { fileOf, project } = options;
  const projector = createProjector(options);
  return {
    fileOf,
    ...projector,
    read: async (pipeline: PipelineFile) => {
      const file = fileOf(pipeline);
      const text = await readWhole(file);
      if (text === undefined) return { version: 1, project, makes: new Map(), open: new Map() };
      const lines = parseLockLines(file, text);
      return {
        version: 1,
        project: lines.project,
        makes: mapped(lines.makes, (node, line) => makesOf(file, node, line)),
        open: mapped(lines.open, (node, line) => openOf(file, node, line)),
      };
    },
  };
}

function mapped<T>(
  section: LockSection,
  read: (node: string, line: LockLine) => readonly T[],
): ReadonlyMap<string, readonly T[]> {
  return new Map([...section].map(([node, lines]) => [node, lines.flatMap((line) => read(node, line))]));
}
