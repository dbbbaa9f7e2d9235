import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from './refusal.ts';

/** Files beside a pipeline that are not pipelines: lock and picks. */
const COMPANION = /\.(lock|picks)\.ya?ml$/;
const PIPELINE = /\.ya?ml$/;

/**
 * The project's root for a file or folder: the nearest folder above it with dailies.yaml, .dailies or .git, else the
 * folder where the person stands if the file is below it, else the folder where it lies.
 */
export function projectRoot(start: string, cwd: string): string {
  const first = existsSync(start) && statSync(start).isDirectory() ? start : path.dirname(start);
  const from = existsSync(first) ? realpathSync(first) : path.resolve(first);
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (['dailies.yaml', '.dailies', '.git'].some((name) => existsSync(path.join(folder, name)))) return folder;
    if (path.dirname(folder) === folder) return isBelow(from, realpathSync(cwd)) ? realpathSync(cwd) : from;
  }
}

function isBelow(folder: string, above: string): boolean {
  const way = path.relative(above, folder);
  return !way.startsWith('..') && !path.isAbsolute(way);
}

/** A pipeline file as it was typed, its folder's links resolved, so that it stands below the root found for it. */
export function fileTyped(cwd: string, typed: string): string {
  const file = path.resolve(cwd, typed);
  const folder = path.dirname(file);
  return existsSync(folder) ? path.join(realpathSync(folder), path.basename(file)) : file;
}

/** The stem of a pipeline file: what its lock, picks, renders and runs are called. */
export function stemOf(file: string): string {
  return path.basename(file).replace(PIPELINE, '');
}

/** True for a lock or picks file, which validate skips. */
export function isCompanion(file: string): boolean {
  return COMPANION.test(file);
}

/** Refuses (65) a stem that two files of the project's pipeline folders share: they would share lock and renders. */
export function refuseSharedStem(root: string, file: string): void {
  const stem = stemOf(file);
  const here = path.resolve(file);
  const folders = [...new Set([path.dirname(here), root, path.join(root, 'pipelines')])];
  const twin = folders
    .flatMap((folder) => pipelineNames(folder).map((name) => path.join(folder, name)))
    .find((other) => stemOf(other) === stem && path.resolve(other) !== here);
  if (!twin) return;
  const names = `${path.relative(root, here)} and ${path.relative(root, twin)}`;
  throw new Refusal(65, `${names} have the same stem "${stem}"`, 'rename one: lock, picks and renders take the stem');
}

/** The files of a folder that may be pipelines, by name; none where it cannot be read. */
export function pipelineNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => PIPELINE.test(name) && !isCompanion(name));
  } catch {
    return [];
  }
}
