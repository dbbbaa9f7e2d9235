import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Scene } from '../e2e/scene.ts';

const folderOf = ({ home }: Scene) => path.join(home, 'engine');

/** Puts the engine's database on a disk of its own; false: this system lets us mount none. Before the engine starts. */
export function mountDisk(scene: Scene): boolean {
  const folder = folderOf(scene);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m,mode=700', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Lets it go once nobody uses it any more. */
export function unmountDisk(scene: Scene): void {
  execFileSync('umount', ['--lazy', folderOf(scene)]);
}

/** Leaves no byte on it; the returned function makes room again. */
export function fillDisk(scene: Scene): () => void {
  const name = path.join(folderOf(scene), 'filler');
  const file = openSync(name, 'w');
  const block = Buffer.alloc(65_536);
  try {
    for (;;) writeSync(file, block);
  } catch {
    // There is no room any more: that is what was wanted.
  } finally {
    closeSync(file);
  }
  return () => rmSync(name);
}
