import { type Expression, isStatusFunction, partsOf } from '../expressions/index.ts';
import type { Edge } from '../plan/plan.ts';
import { CONTEXTS_OF, type ContextPlace, type Names, NODE_MEMBERS, OUTPUTS_OF, PART_MEMBERS } from './names.ts';
import type { ProblemCode } from './problem-codes.ts';
import { unlikeTypes } from './static-type.ts';
import { suggest } from './suggest.ts';

/** A name that is not declared. `at`: offset into the expression's text. */
export type NameProblem = {
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint: string;
  readonly at: number;
};

/** Every name in an expression that is not declared or not allowed where it stands, also behind `*` and `||`. */
export function checkNames(expression: Expression, names: Names, place: ContextPlace): readonly NameProblem[] {
  const rest = openParts(expression);
  const own = problemOf(expression, names, place);
  return [...(own === undefined ? [] : [own]), ...rest.flatMap((part) => checkNames(part, names, place))];
}

/** True if an expression leans on an input or var (`vars.look`) that has a problem already. */
export function namesUnknown(expression: Expression, unknown: ReadonlySet<string>): boolean {
  if (unknown.size === 0) return false;
  const { context = '', walk = [] } = walkOf(expression) ?? {};
  return unknown.has(`${context}.${walk[0]?.name}`) || partsOf(expression).some((part) => namesUnknown(part, unknown));
}

/** What an expression waits for through inputs and vars that are known only while the run is under way. */
export function deferredIn(expression: Expression, deferred: Names['deferred']): readonly Waits[] {
  if (deferred.size === 0) return [];
  const { context, walk = [] } = walkOf(expression) ?? {};
  const name = context === undefined ? undefined : walk[0]?.name;
  const own = [...deferred].flatMap(([key, edges]) => {
    const isMeant = name === undefined ? key.startsWith(`${context}.`) : key === `${context}.${name}`;
    return isMeant ? [edges] : [];
  });
  // Of a chain of members only what stands in brackets is left to look at.
  const parts = context === undefined ? partsOf(expression) : openParts(expression);
  return [...own, ...parts.flatMap((part) => deferredIn(part, deferred))];
}
export type Waits = () => readonly Edge[];

/** A chain of members down to a context is judged as a whole; only the expressions in brackets are left over. */
function openParts(expression: Expression): readonly Expression[] {
  if (walkOf(expression) === undefined) return partsOf(expression);
  const rest: Expression[] = [];
  for (let at = expression; at.kind === 'member' || at.kind === 'index' || at.kind === 'star'; at = at.of) {
    if (at.kind === 'index' && at.index.kind !== 'literal') rest.push(at.index);
  }
  return rest;
}

type Walk = readonly {
  readonly name: string | number | undefined;
  readonly at: number;
  readonly kind: Expression['kind'];
}[];

/** The context and the members of `context.a['b'].*`, or undefined for anything else. */
function walkOf(
  expression: Expression,
): { readonly context: string; readonly at: number; readonly walk: Walk } | undefined {
  if (expression.kind === 'context') return { context: expression.name, at: expression.at, walk: [] };
  if (expression.kind !== 'member' && expression.kind !== 'index' && expression.kind !== 'star') return undefined;
  const below = walkOf(expression.of);
  if (below === undefined) return undefined;
  const { kind, at } = expression;
  return { ...below, walk: [...below.walk, { kind, at, name: nameOf(expression) }] };
}

function nameOf(expression: Expression): string | number | undefined {
  if (expression.kind === 'member') return expression.name;
  if (expression.kind !== 'index' || expression.index.kind !== 'literal') return undefined;
  const { value } = expression.index;
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

function problemOf(expression: Expression, names: Names, place: ContextPlace): NameProblem | undefined {
  if (expression.kind === 'call' && isStatusFunction(expression.name) && place !== 'if') {
    const message = `${expression.name}() is not allowed here`;
    return { code: 'EXPRESSION_NOT_HERE', message, hint: 'it stands in an if', at: expression.at };
  }
  if (expression.kind === 'compare') return comparison(expression, names);
  const found = walkOf(expression);
  if (found === undefined) return undefined;
  const { context, at, walk } = found;
  const allowed: readonly string[] = CONTEXTS_OF[place];
  if (!allowed.includes(context)) {
    const message = `${context} is not allowed here`;
    return { code: 'EXPRESSION_NOT_HERE', message, hint: `allowed here: ${allowed.join(' ') || 'no expressions'}`, at };
  }
  const [first, second, third] = walk;
  switch (context) {
    case 'inputs':
      return declared(first, names.inputs, 'an input');
    case 'vars':
      return declared(first, names.vars, 'a var');
    case 'matrix': {
      const axis = declared(first, [...names.matrix.keys()], 'an axis of this step');
      const columns = names.matrix.get(String(first?.name));
      return axis ?? (columns && declared(second, [...columns], `a column of matrix.${first?.name}`));
    }
    case 'source':
      if (names.source === undefined) {
        return {
          code: 'NAME_UNKNOWN',
          message: 'this step has no source',
          hint: 'strategy: { over: step } gives it one',
          at,
        };
      }
      return (
        declared(first, names.source.isPart ? PART_MEMBERS : NODE_MEMBERS, 'known of a node') ??
        outputProblem(first, second, names.source.outputs)
      );
    default:
      return stepProblem(first, second, third, walk, names);
  }
}

/** A comparison that could only fail in the run, when what it compares is paid. */
function comparison(
  { operator, left, right, at }: Expression & { readonly kind: 'compare' },
  { steps, source }: Names,
): NameProblem | undefined {
  const isPart = (step: string) => steps.get(step)?.kind === 'pipeline';
  const unlike = unlikeTypes(left, right, { isPart, isSourcePart: source?.isPart === true });
  if (unlike === undefined) return undefined;
  const message = `${operator} cannot compare ${unlike.join(' with ')}`;
  return { code: 'EXPRESSION', message, hint: 'both sides must be of one type', at };
}

function stepProblem(
  first: Walk[number] | undefined,
  second: Walk[number] | undefined,
  third: Walk[number] | undefined,
  walk: Walk,
  names: Names,
): NameProblem | undefined {
  const id = String(first?.name);
  if (names.broken.has(id)) return undefined;
  const step = names.steps.get(id);
  if (step === undefined) {
    const known = [...names.steps.keys(), ...names.broken];
    return (
      first && {
        code: 'REFERENCE_UNKNOWN',
        message: `there is no step "${id}"`,
        hint: suggest(id, known),
        at: first.at,
      }
    );
  }
  const isInstance = second !== undefined && second.kind !== 'member';
  const [member, output, below] = isInstance ? [third, walk[3], walk[4]] : [second, third, walk[3]];
  if (member?.name === 'links') {
    return (
      declared(output, step.links, `a link of ${id}`) ??
      declared(below, NODE_MEMBERS, 'known of a link') ??
      outputProblem(below, walk[isInstance ? 5 : 4], OUTPUTS_OF.chain)
    );
  }
  if (step.outputs !== undefined) {
    return (
      declared(member, PART_MEMBERS, 'known of a pipeline that is used') ?? outputProblem(member, output, step.outputs)
    );
  }
  const members = step.links.length > 0 ? [...NODE_MEMBERS, 'links'] : NODE_MEMBERS;
  return declared(member, members, 'known of a node') ?? outputProblem(member, output, OUTPUTS_OF[step.kind]);
}

function outputProblem(
  member: Walk[number] | undefined,
  output: Walk[number] | undefined,
  outputs: readonly string[],
): NameProblem | undefined {
  return member?.name === 'outputs' ? declared(output, outputs, 'an output of it') : undefined;
}

function declared(step: Walk[number] | undefined, known: readonly string[], what: string): NameProblem | undefined {
  if (step === undefined || step.kind === 'star' || typeof step.name !== 'string') return undefined;
  if (known.includes(step.name)) return undefined;
  return {
    code: 'NAME_UNKNOWN',
    message: `"${step.name}" is not ${what}`,
    hint: suggest(step.name, known),
    at: step.at,
  };
}
