import { z } from 'zod';
import type { ProblemCode } from './problem-codes.ts';
import type { Finding, Report } from './report.ts';
import { suggest } from './suggest.ts';
import { jsonOf, spanOfKey, spanOfValue, type Tree, type TreePath, treeAt } from './tree.ts';
import { KEY_HINTS } from './writer-hints.ts';

type Issue = z.core.$ZodIssue;
export type SchemaPlace = {
  readonly tree: Tree;
  readonly path: TreePath;
  readonly what: string;
  readonly schema: z.ZodType;
};

/** Reports what a schema found wrong, each with its place in the tree. `what` names the thing: "a generate step". */
export function reportIssues(issues: readonly Issue[], place: SchemaPlace, report: Report): void {
  for (const finding of issues.flatMap((issue) => findingsOf(issue, [], place))) report.add(finding);
}

function findingsOf(issue: Issue, above: TreePath, place: SchemaPlace): readonly Finding[] {
  const { tree, what } = place;
  const local = [...above, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  const path = [...place.path, ...local];
  const value = found(tree, path);
  const one = (code: ProblemCode, message: string, hint = ''): readonly Finding[] => {
    return [{ code, span: spanOfValue(tree, path), path, message, hint }];
  };
  if (treeAt(tree, path) === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value')) {
    return one('MISSING_KEY', `${thing(what, local.slice(0, -1))} needs "${String(path.at(-1))}"`);
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, local, place));
    case 'invalid_union': {
      const branch = bestBranch(issue.errors);
      if (branch === undefined) return one('WRONG_VALUE', `${value} is not allowed here`);
      return branch.flatMap((inner) => findingsOf(inner, local, place));
    }
    case 'invalid_type':
      return one(
        'WRONG_TYPE',
        `${TYPE_WORDS[issue.expected] ?? issue.expected} stands here, but ${value} was found`,
        hintOf(issue.expected, path, treeAt(tree, path)),
      );
    case 'invalid_value':
      return one('WRONG_VALUE', `${value} is not allowed here; allowed: ${issue.values.map(String).join(' ')}`);
    case 'invalid_key':
      return [
        {
          code: 'WRONG_ID',
          span: spanOfKey(tree, path),
          path,
          message: `"${String(path.at(-1))}" is not an id`,
          hint: ID_HINT,
        },
      ];
    case 'invalid_format':
      return one(...formatWords(value, path));
    case 'too_small':
    case 'too_big': {
      const bound = boundWords(issue);
      if (issue.origin === 'string') return one('WRONG_ID', `${value} is not an id`, ID_HINT);
      return one(
        'WRONG_VALUE',
        `${value} is not allowed here; allowed: ${issue.origin === 'array' ? `a list of ${bound}` : bound}`,
      );
    }
    default:
      return one('WRONG_VALUE', `${value} is not allowed here`);
  }
}

function unknownKey(key: string, local: TreePath, { tree, path, what, schema }: SchemaPlace): Finding {
  const at = [...path, ...local, key];
  const span = spanOfKey(tree, at);
  if (key === 'negative_prompt') {
    const hint = 'say in the prompt what should be there instead';
    const message = 'the vendor does not support negative_prompt';
    return { code: 'NEGATIVE_PROMPT', span, path: at, message, hint, rule: 9 };
  }
  const allowed = keysAt(schema, local);
  const hint = KEY_HINTS[key] ?? suggest(key, allowed);
  const message = `"${key}" is not a key of ${thing(what, local)}`;
  // Where any field of a request may stand, it would be one that the vendor does not have.
  const rule = allowed.includes('ref_images') ? { rule: 11 } : {};
  return { code: 'UNKNOWN_KEY', span, path: at, message, hint, ...rule };
}

/** `with` belongs to its step; what lies deeper is named by its own key. */
function thing(what: string, local: TreePath): string {
  if (local[0] === 'profiles') return 'a profile (no prompt, no media)';
  const name = local.filter((step) => typeof step === 'string').at(-1);
  return name === undefined || name === 'with' ? what : `"${name}"`;
}

/** The keys that a schema allows at a path. */
function keysAt(schema: z.ZodType, path: TreePath): readonly string[] {
  return [...new Set(objectsAt([schema], path).flatMap((object) => Object.keys(object.shape)))];
}

function objectsAt(schemas: readonly unknown[], path: TreePath): readonly z.ZodObject[] {
  const open = schemas.flatMap(unwrapped);
  if (path.length === 0) return open.filter((schema) => schema instanceof z.ZodObject);
  const [step, ...rest] = path;
  const next = open.flatMap((schema): readonly unknown[] => {
    if (schema instanceof z.ZodObject) return [schema.shape[String(step)]];
    if (schema instanceof z.ZodArray) return [schema.element];
    return schema instanceof z.ZodRecord ? [schema.valueType] : [];
  });
  return objectsAt(next, rest);
}

function unwrapped(schema: unknown): readonly unknown[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return unwrapped(schema.unwrap());
  return schema instanceof z.ZodUnion ? schema.options.flatMap(unwrapped) : [schema];
}

/** The branch of a union that somebody most likely meant: the one whose mistakes lie deepest. */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const depth = (issues: readonly Issue[]) => Math.max(...issues.map((issue) => issue.path.length));
  return [...branches].filter((issues) => issues.length > 0).sort((a, b) => depth(b) - depth(a))[0];
}

function boundWords(issue: Issue & { readonly code: 'too_small' | 'too_big' }): string {
  if (issue.code === 'too_big') return `at most ${issue.maximum}`;
  return issue.inclusive === false ? `more than ${issue.minimum}` : `at least ${issue.minimum}`;
}

/** How what was probably meant is written. */
function hintOf(expected: string, path: TreePath, tree: Tree | undefined): string {
  const value = tree?.kind === 'scalar' ? tree.value : null;
  const key = path.at(-1);
  if (expected === 'array' && typeof value === 'string') return `write [${value}]`;
  if (typeof value !== 'number') return '';
  if (key === 'timeout') return 'write 90s, 40m or 72h';
  if (key === 'tail') return `write ${value}s`;
  return key === 'warn-at' ? 'write 80%' : '';
}

function formatWords(value: string, path: TreePath): readonly [ProblemCode, string, string] {
  const key = path.at(-1);
  if (key === 'timeout') return ['WRONG_VALUE', `${value} is not a duration`, 'write 90s, 40m or 72h'];
  if (key === 'warn-at') return ['WRONG_VALUE', `${value} is not a percentage`, 'write 80%'];
  return ['WRONG_ID', `${value} is not an id`, ID_HINT];
}

const ID_HINT = 'ids are lower case words joined by single hyphens, at most 63 characters';

const TYPE_WORDS: { readonly [type: string]: string } = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function found(tree: Tree, path: TreePath): string {
  const value = treeAt(tree, path);
  if (value === undefined) return 'nothing';
  if (value.kind !== 'scalar') return value.kind === 'list' ? 'a list' : 'a map';
  if (value.value === null) return 'nothing';
  return typeof value.value === 'string' ? `"${shortened(value.value)}"` : JSON.stringify(jsonOf(value));
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
