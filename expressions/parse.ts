import { type Expr, ExpressionError, Lexer, Parser } from '@actions/expressions';
import {
  Binary,
  ContextAccess,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Star,
  Unary,
} from '@actions/expressions/ast';
import { CONTEXTS, type ContextName, type Expression, OPERATORS } from './ast.ts';
import { ExpressionFailure } from './failure.ts';
import { FUNCTIONS, hintOfFunction } from './functions.ts';
import { STATUS_FUNCTIONS } from './status.ts';

const NO_ARGUMENTS = { min: 0, max: 0 } as const;

type Token = Literal['token'];
type PlaceOf = (place: Token['range']['start']) => number;

/**
 * Parses GitHub's expression grammar into plain data. The only module that knows the library: its evaluator is laxer
 * than we are (case-insensitive names, missing properties are ""), so only its lexer and parser are used.
 * Throws ExpressionFailure.
 */
export function parseExpression(text: string): Expression {
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  // The library counts columns on where a text in quotes holds line breaks.
  const placeOf: PlaceOf = ({ line, column }) => Math.min(text.length, (lineStarts[line] ?? 0) + column);
  return plain(parsed(text, placeOf), placeOf);
}

function parsed(text: string, placeOf: PlaceOf): Expr {
  try {
    const { tokens } = new Lexer(text).lex();
    if (tokens.length <= 1) throw new ExpressionFailure('the expression is empty');
    const known = [
      ...Object.entries(FUNCTIONS),
      ...Object.keys(STATUS_FUNCTIONS).map((name) => [name, NO_ARGUMENTS] as const),
    ];
    const functions = known.map(([name, { min, max }]) => ({
      name,
      description: name,
      minArgs: min,
      maxArgs: max,
      call: () => {
        throw new Error('functions are called by our own evaluator');
      },
    }));
    return new Parser(tokens, [...CONTEXTS], functions).parse();
  } catch (error) {
    throw asFailure(error, placeOf);
  }
}

function asFailure(error: unknown, placeOf: PlaceOf): unknown {
  if (error instanceof ExpressionError) {
    const name = /'([\s\S]*)'$/.exec(error.message)?.[1] ?? '';
    const words = error.message.replace(/^U/, 'u').replace('named-value', 'context');
    const hint = words.startsWith('unrecognized function') ? hintOfFunction(name) : `contexts: ${CONTEXTS.join(' ')}`;
    return new ExpressionFailure(words, placeOf(error.pos), words.startsWith('unrecognized') ? hint : undefined);
  }
  if (!(error instanceof Error) || error instanceof ExpressionFailure) return error;
  // The lexer throws plain errors: "Unexpected symbol: 'x'. Located at position 5 within expression: …".
  const place = /^Unexpected symbol: ('[\s\S]*'). Located at position (\d+) within/.exec(error.message);
  if (place?.[1] !== undefined) return new ExpressionFailure(`unexpected ${place[1]}`, Number(place[2]) - 1);
  if (error.message === 'ErrorExceededMaxLength') return new ExpressionFailure('the expression is too long');
  return error;
}

function plain(node: Expr, placeOf: PlaceOf): Expression {
  if (node instanceof Grouping) return plain(node.group, placeOf);
  if (node instanceof Literal) return literal(node, placeOf(node.token.range.start));
  if (node instanceof ContextAccess) return context(node.name.lexeme, placeOf(node.name.range.start));
  if (node instanceof IndexAccess) return access(node, placeOf);
  if (node instanceof Unary) {
    return { kind: 'not', operand: plain(node.expr, placeOf), at: placeOf(node.operator.range.start) };
  }
  if (node instanceof Binary) {
    const operator = OPERATORS.find((known) => known === node.operator.lexeme);
    if (operator === undefined) throw new ExpressionFailure(`unknown operator ${node.operator.lexeme}`);
    const [left, right] = [plain(node.left, placeOf), plain(node.right, placeOf)];
    return { kind: 'compare', operator, left, right, at: placeOf(node.operator.range.start) };
  }
  if (node instanceof Logical) {
    const args = node.args.map((arg) => plain(arg, placeOf));
    return {
      kind: 'logical',
      operator: node.operator.lexeme === '&&' ? '&&' : '||',
      args,
      at: placeOf(node.operator.range.start),
    };
  }
  if (node instanceof FunctionCall) return call(node, placeOf);
  throw new ExpressionFailure('unexpected *');
}

function literal(node: Literal, at: number): Expression {
  const { lexeme, value } = node.token;
  // The library unescapes only the first '' of a string.
  if (lexeme.startsWith("'")) return { kind: 'literal', value: lexeme.slice(1, -1).replaceAll("''", "'"), at };
  if (lexeme === 'true' || lexeme === 'false') return { kind: 'literal', value: lexeme === 'true', at };
  if (lexeme === 'null') return { kind: 'literal', value: null, at };
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new ExpressionFailure(`${lexeme} is not a number that can be used`, at);
  }
  return { kind: 'literal', value, at };
}

function context(lexeme: string, at: number): Expression {
  const name = CONTEXTS.find((known): known is ContextName => known === lexeme);
  if (name === undefined) {
    throw new ExpressionFailure(`"${lexeme}" is not a context`, at, `did you mean "${lexeme.toLowerCase()}"?`);
  }
  return { kind: 'context', name, at };
}

function access(node: IndexAccess, placeOf: PlaceOf): Expression {
  const of = plain(node.expr, placeOf);
  if (node.index instanceof Star) return { kind: 'star', of, at: of.at };
  if (node.index instanceof Literal && isName(node.index.token.lexeme)) {
    return { kind: 'member', of, name: node.index.token.lexeme, at: placeOf(node.index.token.range.start) };
  }
  const index = plain(node.index, placeOf);
  return { kind: 'index', of, index, at: index.at };
}

/** `x.true` is a member called true; `x[true]` reaches here too and fails as an undeclared name. */
function isName(lexeme: string): boolean {
  return /^[A-Za-z_]/.test(lexeme);
}

function call(node: FunctionCall, placeOf: PlaceOf): Expression {
  const { lexeme } = node.functionName;
  const at = placeOf(node.functionName.range.start);
  const name = [...Object.keys(FUNCTIONS), ...Object.keys(STATUS_FUNCTIONS)].find((known) => known === lexeme);
  if (name === undefined) throw new ExpressionFailure(`"${lexeme}" is not a function`, at, hintOfFunction(lexeme));
  return { kind: 'call', name, args: node.args.map((arg) => plain(arg, placeOf)), at };
}
