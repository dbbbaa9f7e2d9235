import { type Group, MARKS, type Sheet } from '../model/data.ts';

/** Which groups are looked at. `you`: what waits for a person. */
export const FILTERS = ['all', 'you', ...MARKS] as const;
export type Filter = (typeof FILTERS)[number];

export const FILTER_WORDS: { readonly [filter in Filter]: string } = {
  all: 'All',
  you: 'Waiting for you',
  failed: 'Failed',
  unsure: 'Unsure',
  stale: 'Stale',
  moving: 'Rendering',
};

export function isIn(filter: Filter, { question, cards }: Group): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'you':
      return question?.state === 'open' || question?.state === 'outdated';
    case 'failed':
    case 'unsure':
    case 'moving':
      return cards.some(({ marks }) => marks.includes(filter));
    case 'stale':
      return question?.state === 'outdated' || cards.some(({ marks }) => marks.includes('stale'));
    default: {
      const never: never = filter;
      return never;
    }
  }
}

/** How many groups each filter shows. */
export function filterCounts({ sections }: Sheet): ReadonlyMap<Filter, number> {
  const groups = sections.flatMap((section) => section.groups);
  return new Map(FILTERS.map((filter) => [filter, groups.filter((group) => isIn(filter, group)).length]));
}
