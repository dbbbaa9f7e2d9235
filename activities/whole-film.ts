import { z } from 'zod';
import { filmParts } from '../expressions/index.ts';
import type { ProjectStore } from '../store/index.ts';
import { getDocument, putDocumentIfAbsent } from '../store/json-object.ts';
import { type FilmRoom, filmPieces, type NoFilm } from './film.ts';
import { joinPieces } from './join-pieces.ts';

/** A film as one file of the store. */
export type WholeFilm = { readonly sha256: string; readonly bytes: number; readonly seconds: number };

/**
 * The whole film that ends with a held file, as one file: what a concat would give, joined when it is first asked for
 * and kept in the store. Nobody is paid for it.
 */
export async function wholeFilm(room: FilmRoom, last: string): Promise<({ readonly ok: true } & WholeFilm) | NoFilm> {
  const { store, takes } = room;
  const known = await knownFilm(store, last);
  if (known !== undefined && (await store.media.has(known.sha256))) return { ok: true, ...known };
  const take = takes.find(({ sha256 }) => sha256 === last);
  if (take === undefined) return { ok: false, why: 'gone' };
  const film = await filmPieces(room, filmParts([{ take, whole: true }], takes));
  if (!film.ok) return film;
  const joined = await joinPieces(store, 'film', film.pieces);
  if (!joined.ok) return { ...joined, why: 'unusable' };
  const { sha256, bytes, seconds } = joined;
  const key = keyOf(last);
  const { stands } = await putDocumentIfAbsent(store.objects, key, { version: 1, sha256, bytes, seconds }, document);
  return { ok: true, ...stands };
}

/** The film that ends with a held file, where it was joined already. Throws StoreError. */
export async function knownFilm(store: ProjectStore, last: string): Promise<WholeFilm | undefined> {
  return getDocument(store.objects, keyOf(last), document);
}

const document = z.object({ version: z.literal(1), sha256: z.string(), bytes: z.number(), seconds: z.number() });

function keyOf(last: string): string {
  return `films/${last}`;
}
