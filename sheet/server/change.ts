import type { Change, Group, Sheet } from '../model/data.ts';

/** What a page that shows `before` has to hear of; undefined: nothing. */
export function changeOf(
  before: Sheet | undefined,
  now: Sheet,
): { readonly kind: 'sheet'; readonly data: Sheet } | { readonly kind: 'change'; readonly data: Change } | undefined {
  if (before === undefined || outline(before) !== outline(now)) return { kind: 'sheet', data: now };
  const old = new Map(groupsOf(before).map((group) => [group.id, JSON.stringify(group)]));
  const groups = groupsOf(now).filter((group) => old.get(group.id) !== JSON.stringify(group));
  const isSameHead = JSON.stringify(before.head) === JSON.stringify(now.head);
  return isSameHead && groups.length === 0 ? undefined : { kind: 'change', data: { head: now.head, groups } };
}

function groupsOf({ sections }: Sheet): readonly Group[] {
  return sections.flatMap(({ groups }) => groups);
}

/** Which groups stand where, with how many cards. */
function outline({ head, sections }: Sheet): string {
  return JSON.stringify([
    head.run,
    sections.map(({ step, groups }) => [step, groups.map(({ id, cards }) => [id, cards.map(({ node }) => node)])]),
  ]);
}
