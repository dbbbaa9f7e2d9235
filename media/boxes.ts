import type { FileHandle } from 'node:fs/promises';

/** One box of an ISO base media file (MP4, MOV): where it starts and ends, in bytes. */
export type Box = { readonly type: string; readonly start: number; readonly bodyStart: number; readonly end: number };

export type BoxWalk =
  | { readonly kind: 'boxes'; readonly boxes: readonly Box[] }
  | { readonly kind: 'not-boxes' }
  | { readonly kind: 'truncated'; readonly box: string; readonly missingBytes: number };

/**
 * Lists the boxes between two offsets by reading their headers only.
 * A box that reaches beyond `end` means that the file was cut.
 */
export async function walkBoxes(file: FileHandle, start: number, end: number): Promise<BoxWalk> {
  const boxes: Box[] = [];
  let at = start;
  while (at < end) {
    const box = await readBox(file, at, end);
    if (box === undefined) {
      if (boxes.length === 0) return { kind: 'not-boxes' };
      return { kind: 'truncated', box: '(header)', missingBytes: 8 - Math.min(7, end - at) };
    }
    if (box.end > end) return { kind: 'truncated', box: box.type, missingBytes: box.end - end };
    boxes.push(box);
    at = box.end;
  }
  return { kind: 'boxes', boxes };
}

async function readBox(file: FileHandle, at: number, end: number): Promise<Box | undefined> {
  const header = Buffer.alloc(16);
  const { bytesRead } = await file.read(header, 0, 16, at);
  if (bytesRead < 8) return undefined;
  const type = header.toString('latin1', 4, 8);
  if (!/^[\x20-\x7e©]{4}$/.test(type)) return undefined;
  const short = header.readUInt32BE(0);
  // Size 0 means "to the end of the file", size 1 that a 64-bit size follows (ISO/IEC 14496-12, 4.2).
  if (short === 0) return { type, start: at, bodyStart: at + 8, end };
  if (short === 1) {
    if (bytesRead < 16) return undefined;
    const size = Number(header.readBigUInt64BE(8));
    return size < 16 ? undefined : { type, start: at, bodyStart: at + 16, end: at + size };
  }
  return short < 8 ? undefined : { type, start: at, bodyStart: at + 8, end: at + short };
}
