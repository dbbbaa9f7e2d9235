import { isJsonObject, type Json, type JsonObject } from '../plan/json.ts';
import { checkMedia, type Medium, mediaIn } from '../plan/rules/media.ts';
import { placeOf, reportMedia } from './check-requests.ts';
import type { Compilation } from './compilation.ts';
import { UNKNOWN } from './compiled-value.ts';
import type { OwnedDraft } from './draft.ts';
import { checkFetchedMedia, holdFetch } from './hold-fetch.ts';
import { type LocalMedium, lookAtLocal } from './local-medium.ts';

/** Drafts whose local files stand in them as held media, and where each of these files lies, by sha256. */
export type HeldFiles = {
  readonly owned: readonly OwnedDraft[];
  readonly files: { readonly [sha256: string]: string };
};

/**
 * Looks at every local file that a draft's media name (`./frames/a.png`, relative to the pipeline file) and puts its
 * `sha256:<hex>` in the name's place, so that its content counts. What is no file of the project, or none that the vendor
 * would take, is reported. Without a media host nothing is looked at: the rule about URLs says what to configure.
 */
export async function holdFiles(owned: readonly OwnedDraft[]): Promise<HeldFiles> {
  const files: { [sha256: string]: string } = {};
  const held: OwnedDraft[] = [];
  for (const { draft, scope } of owned) {
    const fetched = await holdFetch({ draft, scope });
    if (fetched !== undefined) {
      files[fetched.found.sha256] = fetched.found.file;
      held.push({ draft: { ...draft, node: fetched.node }, scope });
      continue;
    }
    const local = scope.options.media?.host ? mediaIn(draft.own).filter(({ text }) => isLocal(text)) : [];
    let { own } = draft;
    for (const medium of local) {
      const place = placeOf(draft, medium.path);
      const found = await lookAtLocal(scope, medium.text, place);
      if (found !== undefined) {
        files[found.sha256] = found.file;
        checkLocal(scope, { draft, scope }, medium, found);
      }
      own = withText(own, medium.path, found === undefined ? UNKNOWN : `sha256:${found.sha256}`);
    }
    const node = own === draft.own || draft.node.fields === undefined ? draft.node : { ...draft.node, fields: own };
    held.push(own === draft.own ? { draft, scope } : { draft: { ...draft, node, own }, scope });
  }
  checkFetchedMedia(held);
  return { owned: held, files };
}

/** Text that is no URL is a path; what looks like a URL of another kind is told so by the rule about URLs. */
export function isLocal(text: string): boolean {
  return text !== '' && !/^([a-z][a-z0-9+.-]+:)/i.test(text);
}

function checkLocal(scope: Compilation, { draft }: OwnedDraft, medium: Medium, found: LocalMedium): void {
  for (const violation of checkMedia(medium, found, scope.api)) {
    reportMedia(scope, draft, { ...violation, message: `${medium.text}: ${violation.message}` });
  }
}

/** The fields with one value in the place of another. */
function withText(fields: JsonObject, path: readonly (string | number)[], value: Json): JsonObject {
  const changed = replaced(fields, path, value);
  return isJsonObject(changed) ? changed : fields;
}

function replaced(at: Json, [step, ...rest]: readonly (string | number)[], value: Json): Json {
  if (step === undefined) return value;
  if (Array.isArray(at)) return at.map((item: Json, index) => (index === step ? replaced(item, rest, value) : item));
  if (!isJsonObject(at)) return at;
  return { ...at, [step]: replaced(at[step] ?? null, rest, value) };
}
