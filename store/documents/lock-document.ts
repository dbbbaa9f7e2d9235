import { z } from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../../plan/json.ts';
import type { LockLine } from '../lock-lines.ts';
import { LockUnreadable } from '../lock-unreadable.ts';
import type { LockOpen } from '../project-store.ts';
import { hex64, isoTime, text } from './fields.ts';
import { makeDocument } from './record-document.ts';

export const lockOpenDocument: z.ZodType<LockOpen> = z.object({
  realm: text,
  store: text,
  step: text,
  identity: hex64,
  generation: z.int().min(1),
  attempt: z.int().min(1),
  account: text,
  api: text,
  model: text,
  task: text,
  acceptedAt: isoTime,
});

/** The list under one key of an entry's line, as bare JSON, so that what a newer Dailies added there is kept. */
export function rawList(file: string, node: string, line: LockLine, key: 'makes' | 'tasks'): readonly JsonObject[] {
  const list = jsonOf(file, node, line)[key];
  if (Array.isArray(list) && list.every((item: Json) => isJsonObject(item))) return list;
  throw unreadable(file, node, line, `"${key}" is no list`);
}

/** The makes of one entry, checked. Throws LockUnreadable. */
export const makesOf = checked(z.array(makeDocument), 'makes');
/** The open tasks of one entry, checked. Throws LockUnreadable. */
export const openOf = checked(z.array(lockOpenDocument), 'tasks');

function checked<T>(schema: z.ZodType<T>, key: 'makes' | 'tasks') {
  return (file: string, node: string, line: LockLine): T => {
    const parsed = schema.safeParse(rawList(file, node, line, key));
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw unreadable(file, node, line, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not what it must be'}`);
  };
}

function jsonOf(file: string, node: string, line: LockLine): JsonObject {
  try {
    const value: Json = JSON.parse(line.json);
    if (isJsonObject(value)) return value;
  } catch {
    // Said below.
  }
  throw unreadable(file, node, line, 'is no JSON');
}

function unreadable(file: string, node: string, { at }: LockLine, found: string): LockUnreadable {
  return new LockUnreadable(file, at, `${node}: ${found}`, 'take the last good version of the file out of git');
}
