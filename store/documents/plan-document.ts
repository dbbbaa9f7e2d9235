import { z } from 'zod';
import type { Decisions } from '../../plan/decisions.ts';
import type { Plan } from '../../plan/plan.ts';

/**
 * Plans and decisions lie under the sha256 of their bytes, which is checked on every read: what is there is what this
 * program wrote. So only what another version could have written differently is looked at; checking 10,000 nodes by
 * schema on every submit would cost more than the submit.
 */
const nodes = z.custom<readonly object[]>((value) => Array.isArray(value) && value.every(isObject));
const head = z.looseObject({ version: z.literal(1), nodes });

export const planDocument = z.custom<Plan>(
  (value) => head.extend({ pipeline: z.string(), file: z.string() }).safeParse(value).success,
  'is not a plan of version 1; a newer Dailies may have written it',
);

export const decisionsDocument = z.custom<Decisions>(
  (value) => head.extend({ plan: z.string(), realm: z.string() }).safeParse(value).success,
  'is not a decisions document of version 1; a newer Dailies may have written it',
);

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
