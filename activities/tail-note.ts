import { z } from 'zod';
import type { Tail } from '../plan/tail.ts';
import type { ProjectStore } from '../store/index.ts';
import { getDocument, putDocumentIfAbsent } from '../store/json-object.ts';

/** A tail that was cut: its own file, its measured length, and the picture at which the film lost it. */
export type CutTail = {
  /** sha256 (hex) of what was cut off. */
  readonly piece: string;
  readonly seconds: number;
  /** The file in which the cut lies, and where in it, in seconds from its first picture. */
  readonly sha256: string;
  readonly atSeconds: number;
};

/** The cut of a tail as it was made, undefined where none was. Throws StoreError. */
export async function knownTail(store: ProjectStore, tail: Tail): Promise<CutTail | undefined> {
  return (await getDocument(store.objects, keyOf(tail), document))?.cut;
}

/** Writes down how a tail was cut; the first cut stands. */
export async function noteTail(store: ProjectStore, tail: Tail, cut: CutTail): Promise<CutTail> {
  const { stands } = await putDocumentIfAbsent(store.objects, keyOf(tail), { version: 1 as const, cut }, document);
  return stands.cut;
}

const document = z.object({
  version: z.literal(1),
  cut: z.object({ piece: z.string(), seconds: z.number(), sha256: z.string(), atSeconds: z.number() }),
});

function keyOf({ sha256, tailMs }: Tail): string {
  return `tails/${sha256}/${tailMs}`;
}
