import { isJsonObject, type Json, type JsonObject } from '../plan/json.ts';
import type { ContextName, Expression } from './ast.ts';
import { compare } from './compare.ts';
import type { NodeContext, NodeValue } from './context.ts';
import { ExpressionFailure, isExpressionFailure } from './failure.ts';
import { FUNCTIONS } from './functions.ts';
import { isStatusFunction } from './status.ts';
import { typeOf } from './value.ts';

/** Inside an evaluation: JSON, a step that is not looked up yet, its links, or what `*` found. */
type Value =
  | { readonly kind: 'json'; readonly json: Json }
  | { readonly kind: 'steps' }
  | { readonly kind: 'step'; readonly step: string; readonly key: string | undefined }
  | { readonly kind: 'links'; readonly step: string; readonly key: string | undefined }
  | { readonly kind: 'many'; readonly items: readonly Json[] };

/** The value of an expression. Pure. Throws ExpressionFailure with the place in the expression. */
export function evaluateExpression(expression: Expression, context: NodeContext): Json {
  return settled(valueIn(expression, context), context, expression.at);
}

function valueIn(expression: Expression, context: NodeContext): Value {
  switch (expression.kind) {
    case 'literal':
      return json(expression.value);
    case 'context':
      return contextValue(expression.name, context, expression.at);
    case 'member':
      return member(valueIn(expression.of, context), expression.name, context, expression.at);
    case 'index':
      return indexed(
        valueIn(expression.of, context),
        evaluateExpression(expression.index, context),
        context,
        expression.at,
      );
    case 'star':
      return starred(valueIn(expression.of, context), context, expression.at);
    case 'not':
      return json(!truth(expression.operand, context, '!'));
    case 'compare': {
      const [left, right] = [
        evaluateExpression(expression.left, context),
        evaluateExpression(expression.right, context),
      ];
      return json(placed(expression.at, () => compare(expression.operator, left, right)));
    }
    case 'logical':
      return json(logical(expression.operator, expression.args, context));
    case 'call': {
      if (isStatusFunction(expression.name)) return json(statusOf(expression.name, context, expression.at));
      const args = expression.args.map((arg) => evaluateExpression(arg, context));
      const called = FUNCTIONS[expression.name];
      if (called === undefined) throw new ExpressionFailure(`"${expression.name}" is not a function`, expression.at);
      return json(placed(expression.at, () => called.call(args)));
    }
    default: {
      const never: never = expression;
      return never;
    }
  }
}

function json(value: Json): Value {
  return { kind: 'json', json: value };
}

/** A node as JSON, as expressions see it. */
function nodeJson(node: NodeValue): JsonObject {
  return { id: node.id, matrix: node.matrix, state: node.state, outputs: node.outputs };
}

function settled(value: Value, context: NodeContext, at: number): Json {
  switch (value.kind) {
    case 'json':
      return value.json;
    case 'many':
      return value.items;
    case 'step':
      return placed(at, () => nodeJson(stepsOf(context, at).one(value.step, value.key)));
    case 'steps':
    case 'links':
      throw new ExpressionFailure(`${value.kind} is no value by itself`, at, 'name one of them');
    default: {
      const never: never = value;
      return never;
    }
  }
}

function contextValue(name: ContextName, context: NodeContext, at: number): Value {
  if (name === 'steps') {
    stepsOf(context, at);
    return { kind: 'steps' };
  }
  const value = name === 'source' ? context.source && nodeJson(context.source) : context[name];
  if (value === undefined) throw new ExpressionFailure(`${name} is not known here`, at);
  return json(value);
}

function statusOf(name: keyof NonNullable<NodeContext['status']>, { status }: NodeContext, at: number): boolean {
  if (status === undefined) throw new ExpressionFailure(`${name}() stands in an \`if\` only`, at);
  return status[name];
}

function stepsOf(context: NodeContext, at: number): NonNullable<NodeContext['steps']> {
  if (context.steps === undefined) throw new ExpressionFailure('steps is not known here', at);
  return context.steps;
}

function member(of: Value, name: string, context: NodeContext, at: number): Value {
  if (of.kind === 'steps') return { kind: 'step', step: name, key: undefined };
  if (of.kind === 'many') return { kind: 'many', items: of.items.flatMap((item) => presentProperty(item, name, at)) };
  if (of.kind === 'step' && name === 'links') return { ...of, kind: 'links' };
  if (of.kind === 'links') return json(placed(at, () => nodeJson(stepsOf(context, at).link(of.step, of.key, name))));
  return json(property(settled(of, context, at), name, at));
}

function indexed(of: Value, index: Json, context: NodeContext, at: number): Value {
  if (of.kind === 'step' && of.key === undefined) {
    if (typeof index !== 'string')
      throw new ExpressionFailure(`a key of a step is text, but ${typeOf(index)} was found`, at);
    return { ...of, key: index };
  }
  if (typeof index === 'string') return member(of, index, context, at);
  const value = settled(of, context, at);
  if (typeof index !== 'number' || !Array.isArray(value)) {
    throw new ExpressionFailure(`${typeOf(value)} has no place ${JSON.stringify(index)}`, at);
  }
  const item: Json | undefined = value[index];
  if (item === undefined)
    throw new ExpressionFailure(`a list of ${value.length} has no place ${index}`, at, 'places count from 0');
  return json(item);
}

function starred(of: Value, context: NodeContext, at: number): Value {
  if (of.kind === 'step' && of.key === undefined) {
    const nodes = placed(at, () => stepsOf(context, at).all(of.step));
    return { kind: 'many', items: nodes.map(nodeJson) };
  }
  const value = settled(of, context, at);
  if (Array.isArray(value)) return { kind: 'many', items: value };
  if (isJsonObject(value)) return { kind: 'many', items: Object.values(value) };
  throw new ExpressionFailure(`* needs a list or a map, but ${typeOf(value)} was found`, at);
}

/** What an output of a pipeline that is used is made from may be missing there, though other things are made. */
function presentProperty(value: Json, name: string, at: number): readonly Json[] {
  try {
    return [property(value, name, at)];
  } catch (error) {
    if (isExpressionFailure(error) && error.isAbsent) return [];
    throw error;
  }
}

function property(value: Json, name: string, at: number): Json {
  if (!isJsonObject(value)) throw new ExpressionFailure(`${typeOf(value)} has no property "${name}"`, at);
  const found = Object.hasOwn(value, name) ? value[name] : undefined;
  if (found !== undefined) return found;
  throw new ExpressionFailure(`there is no property "${name}"`, at, `properties: ${Object.keys(value).join(' ')}`);
}

function logical(operator: '&&' | '||', args: readonly Expression[], context: NodeContext): Json {
  for (const arg of args.slice(0, -1)) {
    const left = truth(arg, context, operator);
    if (left !== (operator === '&&')) return left;
  }
  const last = args.at(-1);
  return last === undefined ? null : evaluateExpression(last, context);
}

function truth(expression: Expression, context: NodeContext, operator: string): boolean {
  const value = evaluateExpression(expression, context);
  if (typeof value === 'boolean') return value;
  const hint = operator === '||' ? 'write default(x, y)' : 'compare it: x == …';
  const side = operator === '!' ? 'behind !' : `left of ${operator}`;
  throw new ExpressionFailure(`${side} stands ${typeOf(value)}, not true or false`, expression.at, hint);
}

/** Gives a failure from below, which knows no place, the place of the expression around it. */
function placed<T>(at: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isExpressionFailure(error)) throw new ExpressionFailure(error.message, at, error.hint, error.isAbsent);
    throw error;
  }
}
