import { z } from 'zod';
import { NOTE_CHARACTERS } from '../../plan/picks.ts';
import type { Desk, Reply } from './desk.ts';

const name = z.string().max(1000);
const ORDERS = {
  pick: z.strictObject({ step: name, group: name, nodes: z.array(name).min(1).max(100) }),
  approve: z.strictObject({ step: name, group: name, answer: z.enum(['approved', 'rejected']) }),
  undo: z.strictObject({}),
  note: z.strictObject({ node: name, text: z.string().max(NOTE_CHARACTERS) }),
  offer: z.strictObject({}),
  promote: z.strictObject({ offer: z.string().regex(/^[0-9a-f]{64}$/) }),
} as const;

export type Orders = { readonly [name in keyof typeof ORDERS]: Readonly<z.output<(typeof ORDERS)[name]>> };

/** Carries an order of the page out; undefined where there is no such order, or it does not look like one. */
export function carryOut(desk: Desk, order: string, body: unknown): Promise<Reply> | undefined {
  switch (order) {
    case 'pick':
      return given(ORDERS.pick, body, desk.pick);
    case 'approve':
      return given(ORDERS.approve, body, desk.approve);
    case 'undo':
      return given(ORDERS.undo, body, desk.undo);
    case 'note':
      return given(ORDERS.note, body, desk.note);
    case 'offer':
      return given(ORDERS.offer, body, desk.offer);
    case 'promote':
      return given(ORDERS.promote, body, desk.promote);
    default:
      return undefined;
  }
}

function given<T>(shape: z.ZodType<T>, body: unknown, verb: (order: T) => Promise<Reply>): Promise<Reply> | undefined {
  const found = shape.safeParse(body);
  return found.success ? verb(found.data) : undefined;
}
