import path from 'node:path';
import type { MediaOptions } from '../../language/index.ts';
import { lookAt } from '../../media/index.ts';
import { hashOfFile } from '../../store/file-hash.ts';

/** Looks at local files for the compiler, each once: what it is by its content, how long, and its sha256. */
export function mediaLooker(cwd: string): MediaOptions['lookAt'] {
  const seen = new Map<string, ReturnType<MediaOptions['lookAt']>>();
  return (name) => {
    const known = seen.get(name) ?? look(path.resolve(cwd, name));
    seen.set(name, known);
    return known;
  };
}

async function look(file: string): ReturnType<MediaOptions['lookAt']> {
  const looked = await lookAt(file);
  if (!looked.ok) return { ok: false, message: looked.code === 'missing' ? 'there is no such file' : looked.message };
  const sha256 = await hashOfFile(file);
  if (sha256 === undefined) return { ok: false, message: 'there is no such file' };
  const { kind, bytes, seconds } = looked;
  return { ok: true, sha256, kind, bytes, ...(seconds === undefined ? {} : { seconds }) };
}
