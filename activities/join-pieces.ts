import { rm } from 'node:fs/promises';
import { joinVideos, type MediaFailure, measure, type Piece } from '../media/index.ts';
import { hashOfFile } from '../store/file-hash.ts';
import type { ProjectStore } from '../store/index.ts';

/** A joined file in the store. */
export type Joined = {
  readonly sha256: string;
  readonly bytes: number;
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
};

/** Joins pieces into one file and keeps it in the store under its sha256; the same pieces give the same bytes. */
export async function joinPieces(
  store: ProjectStore,
  name: string,
  pieces: readonly Piece[],
): Promise<({ readonly ok: true } & Joined) | MediaFailure> {
  const part = await store.media.part(`${name}.join.mp4`);
  try {
    const joined = await joinVideos(pieces, part);
    if (!joined.ok) return joined;
    const measured = await measure(part);
    if (!measured.ok) return measured;
    const sha256 = await hashOfFile(part);
    if (sha256 === undefined) return { ok: false, code: 'missing', path: part, message: 'the joined film is gone' };
    await store.media.add(part, sha256);
    const { bytes, seconds, width, height } = measured;
    return { ok: true, sha256, bytes, seconds, width, height };
  } finally {
    await rm(part, { force: true });
  }
}
