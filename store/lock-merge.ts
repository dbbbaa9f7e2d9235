import { canonicalJson, type Json, type JsonObject } from '../plan/json.ts';
import { makeOf, newestFirst } from '../plan/make.ts';
import type { MakeRecord } from '../plan/record.ts';
import { rawList } from './documents/lock-document.ts';
import type { LockLine, LockLines, LockSection } from './lock-lines.ts';
import type { LockOpen } from './project-store.ts';

/** What this store knows of one node. */
export type NodeNews = {
  readonly node: string;
  readonly records: readonly MakeRecord[];
  readonly open: readonly LockOpen[];
};

/** Whose open tasks are ours to write and to remove. */
export type Own = { readonly store: string; readonly realm: string };

/**
 * Brings the lines of the named nodes up to date: this store's makes and open tasks, and nothing else; entries of other
 * realms, stores and nodes stay as they are, as do fields that only a newer version knows.
 */
export function mergeNews(file: string, lines: LockLines, own: Own, news: readonly NodeNews[]): void {
  for (const { node, records, open } of news) {
    const makes = all(file, node, lines.makes.get(node), 'makes');
    const added = records.map((record): JsonObject => ({ ...makeOf(record) }));
    const kept = makes.filter((make) => !added.some((mine) => sameMake(mine, make)));
    const merged = [...added, ...kept].sort(byAge);
    setLine(lines.makes, node, 'makes', merged);

    const others = all(file, node, lines.open.get(node), 'tasks').filter(
      (task) => task.store !== own.store || task.realm !== own.realm,
    );
    const unfinished = others.filter((task) => !merged.some((make) => make.task === task.task));
    const mine = open.map((task): JsonObject => ({ ...task }));
    setLine(lines.open, node, 'tasks', [...mine, ...unfinished]);
  }
}

function all(
  file: string,
  node: string,
  lines: readonly LockLine[] | undefined,
  key: 'makes' | 'tasks',
): readonly JsonObject[] {
  return (lines ?? []).flatMap((line) => rawList(file, node, line, key));
}

function sameMake(a: JsonObject, b: JsonObject): boolean {
  return a.realm === b.realm && a.identity === b.identity && a.generation === b.generation;
}

function byAge(a: JsonObject, b: JsonObject): number {
  return newestFirst(ageOf(a), ageOf(b));
}

function ageOf({ generation, madeAt, identity }: JsonObject) {
  return { generation: Number(generation), madeAt: String(madeAt), identity: String(identity) };
}

function setLine(into: LockSection, node: string, key: string, list: readonly Json[]): void {
  if (list.length === 0) into.delete(node);
  else into.set(node, [{ json: canonicalJson({ [key]: unique(list) }), at: 0 }]);
}

function unique(list: readonly Json[]): readonly Json[] {
  const seen = new Map(list.map((item) => [canonicalJson(item), item]));
  return [...seen.values()];
}
