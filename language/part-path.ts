/** A path with `.` and `..` resolved as far as it goes; slashes forward. */
export function normalPath(path: string): string {
  const absolute = /^[/\\]/.test(path) ? '/' : '';
  const parts: string[] = [];
  for (const part of path.split(/[/\\]/)) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return absolute + parts.join('/');
}

/** The folder of a file, with its slash; '' where it has none. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** True for a path, relative to the project's root, that leaves it. */
export function leavesProject(path: string): boolean {
  return path === '..' || path.startsWith('../') || /^([/\\]|[A-Za-z]:)/.test(path);
}
