import { z } from 'zod';
import { ID, ID_MAX } from '../../plan/names.ts';

/** Text that holds an expression. Other text ends it at once, so that a union names its first branch's mistake. */
export const expressionText = z.string().regex(/\$\{\{/, { abort: true });

/** A value, or text with an expression that becomes it. */
export function orExpression<T extends z.ZodType>(schema: T): z.ZodUnion<readonly [T, typeof expressionText]> {
  return z.union([schema, expressionText]);
}

export const id = z.string().regex(ID).max(ID_MAX);
export const duration = z.string().regex(/^[1-9]\d*(ms|s|m|h)$/);
export const scalar = z.union([z.string(), z.number(), z.boolean()]);

const UNITS_MS: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a duration such as `90s`, `40m`, `72h`. */
export function milliseconds(text: string): number {
  const [, count, unit] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? [];
  return Number(count ?? 0) * (UNITS_MS[unit ?? 'ms'] ?? 1);
}
