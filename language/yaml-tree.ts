import { isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Report } from './report.ts';
import type { Entry, Span, Tree, TreePath } from './tree.ts';

/** Keys that JavaScript or a plan gives a meaning of its own. */
export const RESERVED_KEYS = ['__proto__', 'constructor', 'prototype', '$deferred'];

/** What to say where a file holds too much. */
export const BATCHES = 'batches come from data files: matrix: { shot: { from: shots.csv, key: id } }';

export type TreeSource = {
  readonly file: string;
  readonly text: string;
  readonly report: Report;
  readonly valuesMax: number;
};

/**
 * The library's document as a tree of ours. What we do not allow is reported and read as null. undefined: there are
 * more values than allowed, and nothing is looked at behind them.
 */
export function treeOf(root: Node | null, source: TreeSource): Tree | undefined {
  const { file, text, report, valuesMax } = source;
  let values = 0;

  function spanOf(node: { readonly range?: readonly [number, number, number] | null } | null | undefined): Span {
    const [from, to] = node?.range ?? [0, 0];
    return { file, from, to };
  }

  function convert(node: unknown, path: TreePath, at: Span): Tree {
    if (values > valuesMax) return { kind: 'scalar', value: null, raw: '', span: at };
    values += 1;
    if (values === valuesMax + 1) {
      const message = `the file holds more than ${valuesMax} values`;
      report.add({ code: 'FILE_TOO_LARGE', span: at, message, hint: BATCHES });
    }
    if (isAlias(node)) {
      report.add({ code: 'YAML_ANCHOR', span: spanOf(node), path, message: 'aliases are not used', hint: SHARED });
      return { kind: 'scalar', value: null, raw: '', span: spanOf(node) };
    }
    if (isMap(node)) return checked(node, path, mapOf(node, path));
    if (isSeq(node)) return checked(node, path, listOf(node, path));
    if (isScalar(node)) return checked(node, path, scalarOf(node, path));
    return { kind: 'scalar', value: null, raw: '', span: at };
  }

  function checked(node: Node, path: TreePath, tree: Tree): Tree {
    const span = spanOf(node);
    if ('anchor' in node && node.anchor)
      report.add({ code: 'YAML_ANCHOR', span, path, message: 'anchors are not used', hint: SHARED });
    if (node.tag?.startsWith('!') || (node.tag !== undefined && isWrittenTag(text, span))) {
      report.add({
        code: 'YAML_TAG',
        span,
        path,
        message: `the tag ${node.tag.replace('tag:yaml.org,2002:', '!!')} is not used`,
        ...(path.at(-1) === 'if' && { hint: 'an expression that starts with ! stands in quotes: if: "!…"' }),
      });
    }
    return tree;
  }

  function mapOf(node: YAMLMap, path: TreePath): Tree {
    const entries = new Map<string, Entry>();
    const folded = new Map<string, string>();
    for (const pair of node.items) {
      if (values > valuesMax) break;
      const entry = entryOf(pair, path);
      if (entry === undefined) continue;
      const before = folded.get(entry.key.toLowerCase());
      if (before !== undefined) {
        const message =
          before === entry.key ? `"${entry.key}" stands here twice` : `"${entry.key}" is "${before}" but for its case`;
        report.add({ code: 'DUPLICATE_KEY', span: entry.keySpan, path: [...path, entry.key], message });
      }
      folded.set(entry.key.toLowerCase(), entry.key);
      entries.set(entry.key, entry);
    }
    return { kind: 'map', entries, span: spanOf(node) };
  }

  function entryOf(pair: Pair, path: TreePath): Entry | undefined {
    const keyNode = pair.key;
    if (isAlias(keyNode) || !isScalar(keyNode)) {
      const span = isMap(keyNode) || isSeq(keyNode) || isAlias(keyNode) ? spanOf(keyNode) : { file, from: 0, to: 0 };
      report.add({ code: 'YAML_KEY', span, path, message: 'a key is text, not a list or a map' });
      return undefined;
    }
    const keySpan = spanOf(keyNode);
    const key = keyNode.source ?? String(keyNode.value);
    const at = [...path, key];
    if (key === '<<') {
      report.add({ code: 'YAML_MERGE_KEY', span: keySpan, path: at, message: 'merge keys are not used', hint: SHARED });
      return undefined;
    }
    if (RESERVED_KEYS.includes(key)) {
      report.add({ code: 'RESERVED_KEY', span: keySpan, path: at, message: `"${key}" cannot be used as a key` });
      return undefined;
    }
    if (keyNode.anchor)
      report.add({ code: 'YAML_ANCHOR', span: keySpan, path: at, message: 'anchors are not used', hint: SHARED });
    return { key, keySpan, value: convert(pair.value, at, keySpan) };
  }

  function listOf(node: YAMLSeq, path: TreePath): Tree {
    const items = node.items.flatMap((item, index) =>
      isPair(item) ? [] : [convert(item, [...path, index], spanOf(node))],
    );
    return { kind: 'list', items, span: spanOf(node) };
  }

  function scalarOf(node: Node & { readonly value: unknown; readonly source?: string }, path: TreePath): Tree {
    const span = spanOf(node);
    const raw = text.slice(span.from, span.to);
    const { value } = node;
    if (typeof value === 'number') checkNumber(raw, value, span, path);
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return { kind: 'scalar', value: isPlain ? value : null, raw, span };
  }

  function checkNumber(raw: string, value: number, span: Span, path: TreePath): void {
    if (/^[-+]?0\d/.test(raw)) {
      const hint = `write "${raw}" for text, ${value} for the number`;
      report.add({ code: 'NUMBER_FORM', span, path, message: `${raw} would be the number ${value}`, hint });
    } else if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
      report.add({
        code: 'NUMBER_FORM',
        span,
        path,
        message: `${raw} is not a number that can be kept exactly`,
        hint: `write "${raw}" for text`,
      });
    }
  }

  const tree = convert(root, [], { file, from: 0, to: 0 });
  return values > valuesMax ? undefined : tree;
}

const SHARED = 'write what is shared once, under vars, profiles or defaults';

/** True if a tag such as `!!str` or `!x` is written before a value (the library gives every value a tag). */
function isWrittenTag(text: string, span: Span): boolean {
  return /(^|[\s[{,:])!\S*[ \t]*(&\S+[ \t]*)?\n?[ \t]*$/.test(text.slice(Math.max(0, span.from - 200), span.from));
}
