import { z } from 'zod';
import type { Make } from '../../plan/make.ts';
import type { MakeRecord } from '../../plan/record.ts';
import { ACTIONS, type Request } from '../../plan/request.ts';
import { hex64, isoTime, measure, quota, text } from './fields.ts';

/** A complete request; the schema of its other fields is the language's, not the store's. */
const request = z.custom<Request>((value) => requestHead.safeParse(value).success, 'expected a complete request');
const requestHead = z.looseObject({
  model: text,
  action: z.enum(ACTIONS),
  resolution: text,
  duration: z.number(),
});

const mediaKind = z.string().regex(/^[a-z0-9]{2,5}$/);

const made = {
  realm: text,
  step: text,
  kind: z.enum(['render', 'local']),
  identityVersion: z.literal(1),
  identity: hex64,
  generation: z.int().min(1),
  attempt: z.int().min(0),
  account: text,
  api: text,
  task: text,
  model: text,
  cost: quota,
  costAssumed: z.boolean(),
  sha256: hex64,
  media: mediaKind.optional(),
  bytes: measure,
  seconds: measure,
  width: measure,
  height: measure,
  includesSource: z.boolean(),
  sources: z.array(hex64),
  madeAt: isoTime,
};

/** A make as a lock file carries it. */
export const makeDocument: z.ZodType<Make> = z.object(made);

export const recordDocument: z.ZodType<MakeRecord> = z.object({
  ...made,
  version: z.literal(1),
  pipeline: text,
  node: text,
  run: text,
  request: request.nullable(),
  linkEndsAt: isoTime,
  file: text,
});
