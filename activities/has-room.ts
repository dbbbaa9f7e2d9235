import { statfs } from 'node:fs/promises';

/** Room for the files of some tasks, each once in the store and once for people; a 15 s video is 20 to 40 MB. */
const LEAST_ROOM_BYTES = 128_000_000;

/** True if a folder's disk has room for what would be paid for now. Where nobody can say, the first write tells. */
export async function hasRoom(folder: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize >= LEAST_ROOM_BYTES;
  } catch {
    return true;
  }
}
