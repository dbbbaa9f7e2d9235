import { isObject, type Json, type JsonObject } from '../json.ts';
import { CONTENTS, type Fault, type FaultAction, OPS } from './fault.ts';

/** A fault from outside, or what is wrong with it. */
export function readFault(value: Json | undefined): { readonly fault: Fault } | { readonly problem: string } {
  if (!isObject(value)) return { problem: 'a fault is an object {match, count, action}' };
  const problem =
    fieldsProblem('fault', value, { match: 'object', action: 'object', 'count?': 'number' }) ??
    fieldsProblem('match', child(value, 'match'), MATCH_FIELDS) ??
    actionProblem(child(value, 'action'));
  if (problem !== undefined) return { problem };
  return isFault(value) ? { fault: value } : { problem: 'not a fault' };
}

type Kind = 'string' | 'number' | 'boolean' | 'object' | 'list' | 'json' | readonly string[];
type Fields = { readonly [name: string]: Kind };

const MATCH_FIELDS: Fields = {
  op: OPS,
  'nth?': 'number',
  'task?': 'string',
  'prompt?': 'string',
  'key?': 'string',
  'probability?': 'number',
};

const WHEN = ['before', 'after'];

/** The parameters of each action; a new action is a line here, one in `Fault` and one where it is carried out. */
const ACTIONS: { readonly [name in FaultAction['do']]: Fields } = {
  answer: { status: 'number', 'body?': 'json', 'headers?': 'object', 'when?': WHEN },
  reset: { 'when?': WHEN },
  silence: { 'when?': WHEN },
  delay: { ms: 'number', 'when?': WHEN },
  hold: { 'when?': WHEN },
  drip: { 'bytesPerSecond?': 'number' },
  patch: { 'set?': 'object', 'remove?': 'list' },
  repeat: {},
  fate: {
    'status?': ['completed', 'failed'],
    'code?': 'string',
    'message?': 'string',
    'costQuota?': 'number',
    'queueMs?': 'number',
    'renderMs?': 'number',
  },
  length: { by: 'number' },
  cut: { part: 'number', 'chunked?': 'boolean' },
  stall: { part: 'number' },
  shift: { by: 'number' },
  etag: { value: 'string' },
  content: { of: CONTENTS },
};

function actionProblem(action: JsonObject): string | undefined {
  const name = action.do;
  const known = Object.entries(ACTIONS).find(([action]) => action === name);
  if (known === undefined) return `action.do must be one of ${Object.keys(ACTIONS).join(', ')}`;
  return fieldsProblem('action', action, { ...known[1], do: 'string' });
}

function fieldsProblem(where: string, found: JsonObject, fields: Fields): string | undefined {
  const unknown = Object.keys(found).find((name) => fields[name] === undefined && fields[`${name}?`] === undefined);
  if (unknown !== undefined) return `${where}.${unknown}: no such field`;
  for (const [name, kind] of Object.entries(fields)) {
    const value = found[name.replace('?', '')];
    if (value === undefined && name.endsWith('?')) continue;
    if (!isKind(value, kind)) return `${where}.${name.replace('?', '')} must be ${describe(kind)}`;
  }
  return undefined;
}

function isKind(value: Json | undefined, kind: Kind): boolean {
  if (typeof kind !== 'string') return typeof value === 'string' && kind.includes(value);
  if (kind === 'json') return value !== undefined;
  if (kind === 'list') return Array.isArray(value);
  return kind === 'object' ? isObject(value) : typeof value === kind;
}

function describe(kind: Kind): string {
  return typeof kind === 'string' ? `a ${kind}` : `one of ${kind.join(', ')}`;
}

function child(value: JsonObject, name: string): JsonObject {
  const found = value[name];
  return isObject(found) ? found : {};
}

/** True once the fields were checked: the table above is the type, written as data. */
function isFault(value: unknown): value is Fault {
  return typeof value === 'object' && value !== null && 'match' in value && 'action' in value;
}
