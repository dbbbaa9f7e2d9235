import type { ApiProfile } from '../plan/api-profile.ts';
import type { MakeRecord } from '../plan/record.ts';
import { HELD_MEDIA, type Request } from '../plan/request.ts';
import { checkRequestMedia, type MediaFacts, mediaIn } from '../plan/rules/media.ts';
import type { ProjectStore } from '../store/index.ts';
import { brokenRule } from './broken-rule.ts';

/**
 * What the vendor would refuse of the files that a request names and that are held here: their kind, bytes and measured
 * seconds, known only now that they are made (rules 25, 35, 36, 41, 43). undefined: nothing. No network, no payment.
 */
export async function heldMediaProblem(
  store: ProjectStore,
  pipeline: string,
  request: Request,
  api: ApiProfile,
): Promise<string | undefined> {
  if (!mediaIn(request).some(({ text }) => HELD_MEDIA.test(text))) return undefined;
  const records = await store.records.all(pipeline);
  const [found] = checkRequestMedia(request, api, ({ text }) => {
    const sha256 = HELD_MEDIA.exec(text)?.[1];
    return factsOf(records.find((record) => record.sha256 === sha256));
  });
  return found && brokenRule(found);
}

function factsOf(record: MakeRecord | undefined): MediaFacts | undefined {
  if (record === undefined) return undefined;
  const { file, bytes, seconds } = record;
  return { kind: file.slice(file.lastIndexOf('.') + 1).toLowerCase(), bytes, ...(seconds > 0 ? { seconds } : {}) };
}
