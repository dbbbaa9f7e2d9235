import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { encode } from '../../simulator/render/encode.ts';

/** A folder with clips of the simulator's encoder in it. */
export async function makeClips(): Promise<{
  folder: string;
  clip: (name: string, picture?: { seconds?: number; width?: number; height?: number }) => Promise<string>;
  remove: () => Promise<void>;
}> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'dailies-media-'));
  return {
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
    clip: async (name, picture = {}) => {
      const file = path.join(folder, name);
      const look = Buffer.from(name).toString('hex').padEnd(16, '7');
      await encode({ width: 160, height: 90, seconds: 3, title: name, lines: [name], look, ...picture }, file);
      return file;
    },
  };
}
