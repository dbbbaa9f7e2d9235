import { isJsonObject, type Json } from '../plan/json.ts';
import { deferredText, type Template } from '../plan/request.ts';
import type { Expression } from './ast.ts';
import type { NodeContext } from './context.ts';
import { evaluateExpression } from './evaluate.ts';
import { ExpressionFailure, isExpressionFailure } from './failure.ts';
import { parseExpression } from './parse.ts';
import { joined, textOf } from './value.ts';

/** A piece of text with `${{ }}` in it. `at`: offset of the expression's own text in the whole. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly at: number };

/**
 * A template with every Deferred in it evaluated. Only Deferreds are: other text is taken as it is, so text from
 * data files never becomes an expression. Throws ExpressionFailure.
 */
export function evaluateTemplate(template: Template, context: NodeContext): Json {
  const text = deferredText(template);
  if (text !== undefined) return evaluateText(parseText(text), context);
  if (Array.isArray(template)) return template.map((item: Json) => evaluateTemplate(item, context));
  if (!isJsonObject(template)) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, evaluateTemplate(value, context)]));
}

/** True if a text holds an expression. */
export function hasExpression(text: string): boolean {
  return text.includes('${{');
}

/**
 * Splits text into its parts and parses the expressions. Failures, with offsets into the text, go to `onFailure`, and
 * their expressions are left out; without it the first one is thrown.
 */
export function parseText(text: string, onFailure: (failure: ExpressionFailure) => void = raise): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (let open = text.indexOf('${{'); open >= 0; open = text.indexOf('${{', from)) {
    if (open > from) parts.push({ kind: 'text', text: text.slice(from, open) });
    const at = open + '${{'.length;
    const end = endOf(text, at);
    if (end === undefined) {
      onFailure(new ExpressionFailure('the expression is not closed by }}', open));
      return parts;
    }
    const expression = parsed(text.slice(at, end), at, onFailure);
    if (expression !== undefined) parts.push({ kind: 'expression', expression, at });
    from = end + '}}'.length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

function raise(failure: ExpressionFailure): never {
  throw failure;
}

function parsed(text: string, at: number, onFailure: (failure: ExpressionFailure) => void): Expression | undefined {
  try {
    return parseExpression(text);
  } catch (error) {
    if (!isExpressionFailure(error)) throw error;
    onFailure(new ExpressionFailure(error.message, at + error.at, error.hint, error.isAbsent));
    return undefined;
  }
}

/** The value of parsed text: a single expression keeps its type, everything else is text. Throws ExpressionFailure. */
export function evaluateText(parts: readonly Part[], context: NodeContext): Json {
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'expression') return partValue(only, context);
  return joined(textPieces(parts, context));
}

function* textPieces(parts: readonly Part[], context: NodeContext): Generator<string, void, undefined> {
  for (const part of parts) {
    if (part.kind === 'text') yield part.text;
    else {
      const value = partValue(part, context);
      yield shifted(part.at + part.expression.at, () => textOf(value, 'text'));
    }
  }
}

function partValue(part: Part & { readonly kind: 'expression' }, context: NodeContext): Json {
  return shifted(part.at, () => evaluateExpression(part.expression, context));
}

/** Where the expression that starts at `at` ends: at the `}}` that stands outside of its quotes. */
function endOf(text: string, at: number): number | undefined {
  let quoted = false;
  for (let place = at; place < text.length; place += 1) {
    if (text[place] === "'") quoted = !quoted;
    else if (!quoted && text.startsWith('}}', place)) return place;
  }
  return undefined;
}

function shifted<T>(by: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isExpressionFailure(error))
      throw new ExpressionFailure(error.message, by + error.at, error.hint, error.isAbsent);
    throw error;
  }
}
