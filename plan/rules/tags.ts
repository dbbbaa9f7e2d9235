import type { JsonObject } from '../json.ts';
import { isDeferred, mapsOf, type Rule } from './rule.ts';

/** Tags of reference images: what the prompt calls them by (seed page, "tag", "Prompt Writing Tips"), rules 37 and 38. */
export const TAG_RULES: readonly Rule[] = [
  {
    number: 37,
    code: 'TAG_TWICE',
    severity: 'warning',
    words: 'tags of reference images are unique',
    check: (request) => {
      const all = tagsIn(request);
      return all.flatMap(({ path, tag }, place) => {
        if (all.findIndex((other) => other.tag === tag) === place) return [];
        return [{ path, message: `the tag "${tag}" stands twice: the prompt cannot tell them apart` }];
      });
    },
  },
  {
    number: 38,
    code: 'TAG_NOT_IN_PROMPT',
    severity: 'warning',
    words: 'the prompt names the tag of each reference image',
    check: (request, { tagPrefix }) => {
      const { prompt } = request;
      if (typeof prompt !== 'string') return [];
      // Where tags have a form, those of middle frames are called by name, too.
      const tags = [...tagsIn(request), ...(tagPrefix === undefined ? [] : tagsIn(request, 'mid_frame_images'))];
      return tags
        .filter(({ tag }) => !isNamed(prompt, tag))
        .map(({ path, tag }) => {
          const hint = `such as: keep the ${tag} consistent`;
          return { path, message: `the prompt does not name the tag "${tag}"`, hint };
        });
    },
  },
];

type Tag = { readonly path: readonly (string | number)[]; readonly tag: string };

/** The tags of the reference images that are known. */
export function tagsIn(request: JsonObject, list = 'ref_images'): readonly Tag[] {
  return mapsOf(request[list]).flatMap(({ index, item }) =>
    typeof item.tag === 'string' && !isDeferred(item.tag) ? [{ path: [list, index, 'tag'], tag: item.tag }] : [],
  );
}

/** True if a text holds a tag as a word of its own: `char`, but not in "character". Other scripts have no such borders. */
function isNamed(text: string, tag: string): boolean {
  if (tag === '') return true;
  for (let at = text.indexOf(tag); at >= 0; at = text.indexOf(tag, at + 1)) {
    const around = [text[at - 1] ?? ' ', text[at + tag.length] ?? ' '];
    const [first = '', last = ''] = [tag[0], tag.at(-1)];
    if (!(isLetter(around[0]) && isLetter(first)) && !(isLetter(around[1]) && isLetter(last))) return true;
  }
  return false;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9_]/.test(character);
}
