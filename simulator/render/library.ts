import { mkdirSync } from 'node:fs';
import { access, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { joinVideos, type Measured, measure } from '../../media/index.ts';
import { sha256 } from '../seeded.ts';
import type { Task } from '../task.ts';
import type { Picture } from './picture.ts';
import type { Renderer } from './renderer.ts';
import { taskPicture } from './task-picture.ts';

/** A finished result: the same task always has the same bytes. */
export type Clip = { readonly path: string; readonly bytes: number; readonly sha256: string };

/** The results of tasks, made when first asked for and kept in a folder. */
export type Library = {
  /** Rejects with the reason when the source of an extension cannot be had. */
  readonly clip: (task: Task) => Promise<Clip>;
};

export type LibraryOptions = {
  readonly folder: string;
  readonly renderer: Renderer;
  readonly includesSource: () => boolean;
  /** Puts the source of an extension into a file, and says where that is. */
  readonly fetchSource: (url: string, outPath: string) => Promise<string>;
};

// "ref_videos … 2-30 seconds" (the vendor's resource limits); containers round.
const SOURCE_SECONDS = { min: 2, max: 30, tolerance: 0.05 };

export function makeLibrary(options: LibraryOptions): Library {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const clips = new Map<string, Promise<Clip>>();
  return {
    clip: (task) => {
      const known = clips.get(task.id);
      if (known !== undefined) return known;
      const made = makeClip(task, options);
      clips.set(task.id, made);
      // A failure may pass (a source that was not there yet): the next request tries again.
      made.catch(() => clips.delete(task.id));
      return made;
    },
  };
}

async function makeClip(task: Task, options: LibraryOptions): Promise<Clip> {
  const picture = taskPicture(task);
  const file = path.join(options.folder, `${task.shot.extendUrl === undefined ? pictureName(picture) : task.id}.mp4`);
  if (!(await exists(file))) {
    if (task.shot.extendUrl === undefined) await options.renderer.render(picture, file);
    else await makeExtension(task, picture, task.shot.extendUrl, file, options);
    await rm(fetchedName(task, options), { force: true });
  }
  const content = await readFile(file);
  return { path: file, bytes: content.length, sha256: sha256(content) };
}

async function makeExtension(task: Task, picture: Picture, url: string, file: string, options: LibraryOptions) {
  const source = await options.fetchSource(url, fetchedName(task, options));
  const measured = await measure(source);
  if (!measured.ok) throw new Error(`The source video cannot be used: ${measured.message}`);
  checkLength(measured);
  const added = { ...picture, width: measured.width, height: measured.height };
  const addedFile = path.join(options.folder, `${pictureName(added)}.mp4`);
  if (!(await exists(addedFile))) await options.renderer.render(added, addedFile);
  if (!options.includesSource()) return rename(addedFile, file);
  const joined = await joinVideos([source, addedFile], `${file}.part`);
  if (!joined.ok) {
    throw new Error(`The simulator can append to videos of its own kind only: ${joined.message}`);
  }
  await rename(`${file}.part`, file);
}

function checkLength({ seconds }: Measured): void {
  const { min, max, tolerance } = SOURCE_SECONDS;
  if (seconds >= min - tolerance && seconds <= max + tolerance) return;
  throw new Error(`The source video has ${seconds.toFixed(2)} s; ${min} to ${max} s are allowed.`);
}

function fetchedName(task: Task, options: LibraryOptions): string {
  return path.join(options.folder, `${task.id}.source`);
}

/** Equal pictures are made once, also over restarts. */
function pictureName(picture: Picture): string {
  return sha256(JSON.stringify(picture)).slice(0, 32);
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
