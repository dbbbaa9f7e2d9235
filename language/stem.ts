/** A pipeline file's name without folders and .yaml: what lock, picks, renders and runs are called. */
export function stemOf(path: string): string {
  return (path.split(/[/\\]/).at(-1) ?? path).replace(/\.ya?ml$/, '');
}

/** True for a name that can be a stem. */
export function isStem(stem: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(stem) && stem.length <= STEM_MAX;
}

const STEM_MAX = 80;

/** True for a path that does not depend on where it is named. */
export function isAbsolute(path: string): boolean {
  return /^([/\\]|[A-Za-z]:)/.test(path);
}
