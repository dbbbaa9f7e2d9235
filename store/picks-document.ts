import { type Document, isMap, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Approval } from '../plan/approvals.ts';
import { NOTE_CHARACTERS, type Note, type PickAnswer } from '../plan/picks.ts';
import { hex64, text } from './documents/fields.ts';
import { LockUnreadable } from './lock-unreadable.ts';
import { beyondBounds, twiceNamed } from './picks-bounds.ts';
import type { Question } from './project-store.ts';

const take = z.strictObject({ node: text.min(1), sha256: hex64.optional() });
const group = z.strictObject({ chosen: z.array(take).min(1), candidates: z.array(take).default([]) });
const approval = z.strictObject({ answer: z.enum(['approved', 'rejected']), shown: z.array(take).default([]) });
const note = z.strictObject({ text: text.min(1).max(NOTE_CHARACTERS), sha256: hex64.optional() });
const picks = z.strictObject({
  version: z.literal(1),
  picks: z.record(text, z.record(text, group)).default({}),
  approvals: z.record(text, z.record(text, approval)).default({}),
  notes: z.record(text, note).default({}),
});

const HEADER = ` Which takes were chosen, and what was approved, by step and group. Keep this file in git.
 An answer holds while its files are the same; written by hand, without sha256, it counts by the nodes' names.`;

/** A picks file, with its comments, and the answers in it. */
export type PicksDocument = {
  readonly document: Document;
  readonly answers: readonly PickAnswer[];
  readonly approvals: readonly Approval[];
  readonly notes: readonly Note[];
};

/** Reads a picks file; absent: one without answers. Throws LockUnreadable. */
export function parsePicks(file: string, source: string | undefined): PicksDocument {
  if (source === undefined) return { document: emptyDocument(), answers: [], approvals: [], notes: [] };
  const beyond = beyondBounds(source);
  if (beyond !== undefined) throw unreadable(file, beyond.line, beyond.found, source);
  const document = parseDocument(source, { version: '1.2', uniqueKeys: false });
  const [error] = document.errors;
  const twice = error === undefined ? twiceNamed(document, source) : undefined;
  if (twice !== undefined) throw unreadable(file, twice, 'a name stands twice here', source);
  if (error) throw unreadable(file, error.linePos?.[0].line ?? 1, error.message.split('\n')[0] ?? '', source);
  const parsed = picks.safeParse(plainOf(file, document, source));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw unreadable(file, 1, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'no picks file'}`, source);
  }
  const answers = Object.entries(parsed.data.picks).flatMap(([step, groups]) =>
    Object.entries(groups).map(([key, { chosen, candidates }]) => ({
      ...{ step, group: key },
      chosen: chosen.map(plainTake),
      candidates: candidates.map(plainTake),
    })),
  );
  const approvals = Object.entries(parsed.data.approvals).flatMap(([step, groups]) =>
    Object.entries(groups).map(([key, { answer, shown }]) => ({
      ...{ step, group: key, answer },
      shown: shown.map(plainTake),
    })),
  );
  const notes = Object.entries(parsed.data.notes).map(([node, { text, sha256 }]) => ({
    ...plainTake({ node, sha256 }),
    text,
  }));
  return { document, answers, approvals, notes };
}

/** The text of a picks file with the answer to an approve in it; comments and other answers stay as they are. */
export function withApproval({ document }: PicksDocument, { step, group: key, answer, shown }: Approval): string {
  if (!document.has('approvals')) document.set('approvals', document.createNode({}));
  const node = document.createNode({ answer, shown }, { aliasDuplicateObjects: false });
  document.setIn(['approvals', step, key], node);
  return document.toString({ lineWidth: 0 });
}

/** The text of a picks file with an answer in it; comments and other answers stay as they are. */
export function withAnswer({ document }: PicksDocument, answer: PickAnswer): string {
  if (!document.has('picks')) document.set('picks', document.createNode({}));
  const { chosen, candidates } = answer;
  document.setIn(
    ['picks', answer.step, answer.group],
    document.createNode({ chosen, candidates }, { aliasDuplicateObjects: false }),
  );
  return document.toString({ lineWidth: 0 });
}

/** The text of a picks file with an answer taken out of it. */
export function withoutAnswer({ document }: PicksDocument, { kind, step, group: key }: Question): string {
  if (document.hasIn([kind, step, key])) document.deleteIn([kind, step, key]);
  if (isEmptyMap(document.getIn([kind, step]))) document.deleteIn([kind, step]);
  return document.toString({ lineWidth: 0 });
}

/** The text of a picks file with what is said of a node in it, or, where the text is empty, without. */
export function withNote({ document }: PicksDocument, { node, text: said, sha256 }: Note): string {
  if (said === '') {
    if (document.hasIn(['notes', node])) document.deleteIn(['notes', node]);
    if (isEmptyMap(document.get('notes'))) document.delete('notes');
    return document.toString({ lineWidth: 0 });
  }
  if (!document.has('notes')) document.set('notes', document.createNode({}));
  document.setIn(['notes', node], document.createNode({ text: said, ...(sha256 === undefined ? {} : { sha256 }) }));
  return document.toString({ lineWidth: 0 });
}

function isEmptyMap(value: unknown): boolean {
  return isMap(value) && value.items.length === 0;
}

function emptyDocument(): Document {
  const document = parseDocument('version: 1\npicks: {}\n', { version: '1.2' });
  document.set('picks', document.createNode({}, { flow: false }));
  document.commentBefore = HEADER;
  return document;
}

function plainOf(file: string, document: Document, source: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw unreadable(file, 1, 'aliases are not allowed here', source);
  }
}

function plainTake({ node, sha256 }: z.output<typeof take>) {
  return sha256 === undefined ? { node } : { node, sha256 };
}

function unreadable(file: string, line: number, found: string, source: string): LockUnreadable {
  const conflict = /^(<{7}|>{7})( |$)/m.test(source);
  return new LockUnreadable(
    file,
    conflict ? source.slice(0, source.search(/^(<{7}|>{7})( |$)/m)).split('\n').length : line,
    conflict ? 'git left conflict markers here' : found,
    conflict
      ? 'keep the answers that you want and remove the markers'
      : 'write it as `version: 1`, then picks: step: group: chosen: [{ node: … }]',
  );
}
