import { type FileHandle, open } from 'node:fs/promises';
import { type Box, walkBoxes } from './boxes.ts';

const CONTAINERS = ['moov', 'trak', 'mdia'];
const DATED = ['mvhd', 'tkhd', 'mdhd'];

/**
 * Sets the creation times in an MP4's index to 0, so that equal content is equal bytes.
 * (Encoders and muxers write the wall clock there and offer no way to hand one in.)
 */
export async function clearTimes(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await clearWithin(file, 0, (await file.stat()).size);
  } finally {
    await file.close();
  }
}

async function clearWithin(file: FileHandle, start: number, end: number): Promise<void> {
  const walk = await walkBoxes(file, start, end);
  if (walk.kind !== 'boxes') return;
  for (const box of walk.boxes) {
    if (CONTAINERS.includes(box.type)) await clearWithin(file, box.bodyStart, box.end);
    if (DATED.includes(box.type)) await clearDates(file, box);
  }
}

async function clearDates(file: FileHandle, box: Box): Promise<void> {
  const version = Buffer.alloc(1);
  await file.read(version, 0, 1, box.bodyStart);
  // Creation and modification time follow version and flags: 2 × 32 bits, in version 1 2 × 64 bits.
  const zeros = Buffer.alloc(version[0] === 1 ? 16 : 8);
  await file.write(zeros, 0, zeros.length, box.bodyStart + 4);
}
