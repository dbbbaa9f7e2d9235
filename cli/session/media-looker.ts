import path from 'node:path';
import type { MediaOptions } from '../../language/index.ts';
import { leadsOut } from '../../store/leads-out.ts';

/**
 * Looks at local files for the compiler, each once: what it is by its content, how long, and its sha256. A link that leads
 * out of the project (`root`) is not followed: the files of a foreign pipeline must not be somebody's own pictures.
 */
export function mediaLooker(cwd: string, root: string): MediaOptions['lookAt'] {
  const seen = new Map<string, ReturnType<MediaOptions['lookAt']>>();
  return (name) => {
    const known = seen.get(name) ?? look(root, path.resolve(cwd, name));
    seen.set(name, known);
    return known;
  };
}

/** What reads containers is loaded where there is one to read: most pipelines name no local file. */
async function look(root: string, file: string): ReturnType<MediaOptions['lookAt']> {
  const to = await leadsOut(root, file);
  if (to !== undefined) return { ok: false, message: `a symbolic link leads out of the project, to ${to}` };
  const { lookAt } = await import('../../media/index.ts');
  const { hashOfFile } = await import('../../store/file-hash.ts');
  const looked = await lookAt(file);
  if (!looked.ok) return { ok: false, message: looked.code === 'missing' ? 'there is no such file' : looked.message };
  const sha256 = await hashOfFile(file);
  if (sha256 === undefined) return { ok: false, message: 'there is no such file' };
  const { kind, bytes, seconds } = looked;
  return { ok: true, sha256, kind, bytes, ...(seconds === undefined ? {} : { seconds }) };
}
