import type { ApiProfile } from '../plan/api-profile.ts';
import { filmIn } from '../plan/film.ts';
import type { MakeRecord } from '../plan/record.ts';
import { HELD_MEDIA, type Request } from '../plan/request.ts';
import { checkRequestMedia, type MediaFacts, mediaIn } from '../plan/rules/media.ts';
import type { ProjectStore } from '../store/index.ts';
import { brokenRule } from './broken-rule.ts';
import { knownFilm } from './whole-film.ts';

/**
 * What the vendor would refuse of the files that a request names and that are held here: their kind, bytes and measured
 * seconds, known only now that they are made, and of films once they are joined (rules 25, 35, 36, 41, 43). undefined: nothing. No network, no payment.
 */
export async function heldMediaProblem(
  store: ProjectStore,
  pipeline: string,
  request: Request,
  api: ApiProfile,
): Promise<string | undefined> {
  const held = mediaIn(request).filter(({ text }) => HELD_MEDIA.test(text) || filmIn(text) !== undefined);
  if (held.length === 0) return undefined;
  const records = await store.records.all(pipeline);
  const facts = new Map<string, MediaFacts | undefined>();
  for (const { text } of held) {
    const last = filmIn(text);
    const film = last === undefined ? undefined : await knownFilm(store, last);
    const sha256 = HELD_MEDIA.exec(text)?.[1];
    facts.set(text, film ? { kind: 'mp4', ...film } : factsOf(records.find((record) => record.sha256 === sha256)));
  }
  const [found] = checkRequestMedia(request, api, ({ text }) => facts.get(text));
  return found && brokenRule(found);
}

function factsOf(record: MakeRecord | undefined): MediaFacts | undefined {
  if (record === undefined) return undefined;
  const { file, bytes, seconds } = record;
  return { kind: file.slice(file.lastIndexOf('.') + 1).toLowerCase(), bytes, ...(seconds > 0 ? { seconds } : {}) };
}
