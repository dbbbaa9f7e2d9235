import { rm } from 'node:fs/promises';
import { type FilmPart, filmParts } from '../expressions/index.ts';
import { joinVideos, type MediaFailure, measure, type Piece, tailStart } from '../media/index.ts';
import type { MakeRecord } from '../plan/record.ts';
import type { Tail } from '../plan/tail.ts';
import { hashOfFile } from '../store/file-hash.ts';
import type { ProjectStore } from '../store/index.ts';
import { restoreMake } from './restore-make.ts';
import { type CutTail, knownTail, noteTail } from './tail-note.ts';
import type { Account, World } from './world.ts';

/** What films are made of: the makes of a pipeline, and what brings back those whose file is not here. */
export type FilmRoom = {
  readonly world: World;
  readonly store: ProjectStore;
  readonly account: Account | undefined;
  readonly takes: readonly MakeRecord[];
};

/** A piece of a film, by the file that it is taken from. */
export type FilmPiece = Piece & { readonly sha256: string };
export type NoFilm = { readonly ok: false; readonly why: 'gone' } | ({ readonly why: 'unusable' } & MediaFailure);

/** The pieces of a film in order, ready to be joined: the tail that a later part repeats is taken off what is before it. */
export async function filmPieces(
  room: FilmRoom,
  parts: readonly FilmPart<MakeRecord>[],
): Promise<{ readonly ok: true; readonly pieces: readonly FilmPiece[] } | NoFilm> {
  let pieces: readonly FilmPiece[] = [];
  for (const { take, over } of parts) {
    if (over !== undefined) {
      const cut = await cutTail(room, over);
      if (!cut.ok) return cut;
      pieces = withoutTail(pieces, cut);
    }
    if (room.account !== undefined) await restoreMake(room.world, room.store, room.account, take);
    const path = await room.store.media.path(take.sha256);
    if (path === undefined) return { ok: false, why: 'gone' };
    pieces = [...pieces, { sha256: take.sha256, path }];
  }
  return { ok: true, pieces };
}

/**
 * Cuts the last seconds off the film that ends with a held file, at a key picture and without loss, and keeps them in
 * the store. Cut once: where is written down, so that the film is joined later at exactly this picture.
 */
export async function cutTail(room: FilmRoom, tail: Tail): Promise<({ readonly ok: true } & CutTail) | NoFilm> {
  const { store, takes, account } = room;
  const known = await knownTail(store, tail);
  if (known !== undefined && (await store.media.has(known.piece))) return { ok: true, ...known };
  const last = takes.find((take) => take.sha256 === tail.sha256);
  if (last === undefined) return { ok: false, why: 'gone' };
  const film = await filmPieces(room, filmParts([{ take: last, whole: true }], takes));
  if (!film.ok) return film;
  const end = film.pieces.at(-1);
  if (end === undefined) return { ok: false, why: 'gone' };
  // Longer than the tail, the last file alone is enough; else the cut lies somewhere before it.
  const isEnough = film.pieces.length === 1 || (last.seconds >= tail.tailMs / 1000 && end.untilSeconds === undefined);
  const joined = isEnough ? end.path : await store.media.part('film.mp4');
  const piece = await store.media.part('tail.mp4');
  try {
    if (!isEnough) {
      const made = await joinVideos(film.pieces, joined);
      if (!made.ok) return { ...made, why: 'unusable' };
    }
    const { min = 2, max = 30 } = account?.api.extendSource ?? {};
    const start = await tailStart(joined, tail.tailMs / 1000, { min, max });
    if (!start.ok) return { ...start, why: 'unusable' };
    const { fromSeconds } = start;
    const cut = await joinVideos([{ path: joined, fromSeconds }], piece);
    if (!cut.ok) return { ...cut, why: 'unusable' };
    const measured = await measure(piece);
    const sha256 = await hashOfFile(piece);
    if (!measured.ok || sha256 === undefined) return { ok: false, why: 'gone' };
    await store.media.add(piece, sha256);
    const place = isEnough ? { sha256: end.sha256, atSeconds: fromSeconds } : await placeIn(film.pieces, fromSeconds);
    return { ok: true, ...(await noteTail(store, tail, { piece: sha256, seconds: measured.seconds, ...place })) };
  } finally {
    await rm(piece, { force: true });
    if (!isEnough) await rm(joined, { force: true });
  }
}

/** A place in a joined film, as a place in one of its pieces. */
async function placeIn(
  pieces: readonly FilmPiece[],
  filmSeconds: number,
): Promise<Pick<CutTail, 'sha256' | 'atSeconds'>> {
  let left = filmSeconds;
  for (const { path, sha256, untilSeconds } of pieces) {
    const measured = await measure(path);
    const seconds = untilSeconds ?? (measured.ok ? measured.seconds : 0);
    if (left < seconds - 0.001) return { sha256, atSeconds: Math.max(0, left) };
    left -= seconds;
  }
  return { sha256: pieces.at(-1)?.sha256 ?? '', atSeconds: 0 };
}

/** The pieces up to where the tail was cut off. */
function withoutTail(pieces: readonly FilmPiece[], { sha256, atSeconds }: CutTail): readonly FilmPiece[] {
  const at = pieces.findLastIndex((piece) => piece.sha256 === sha256);
  const cut = pieces[at];
  if (cut === undefined) return pieces;
  return [...pieces.slice(0, at), ...(atSeconds > 0.001 ? [{ ...cut, untilSeconds: atSeconds }] : [])];
}
