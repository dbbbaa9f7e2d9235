import { z } from 'zod';
import type { Claim, Created, Resolution, Settled, VoidClaim } from '../../plan/claim.ts';
import type { FailureCode } from '../../plan/failures.ts';
import { FAILURES } from '../../plan/failures.ts';
import type { ClaimRef } from '../project-store.ts';
import { hex64, ms, quota, text } from './fields.ts';

const version = z.literal(1);

export const claimDocument: z.ZodType<Claim> = z.object({
  version,
  kind: z.literal('intent'),
  nonce: text,
  key: text,
  run: text,
  account: text,
  store: text,
  owner: z.object({ host: text, boot: text, pid: z.int(), start: text }),
  sendDeadlineMs: ms,
  idempotencyKey: text,
  body: hex64,
  model: text,
  action: text,
  sources: z.array(hex64),
  reserved: quota,
  api: text,
  engineEpoch: z.int(),
  atMs: ms,
  bootMs: ms.optional(),
  unsureUntilMs: ms,
});

export const voidDocument: z.ZodType<VoidClaim> = z.object({
  version,
  kind: z.literal('void'),
  key: text,
  account: text,
  atMs: ms,
});

/** What may lie at a claim's key. */
export const claimOrVoid: z.ZodType<Claim | VoidClaim> = z.union([claimDocument, voidDocument]);

export const createdDocument: z.ZodType<Created> = z.object({
  version,
  task: text.min(1),
  how: z.enum(['answer', 'same-key', 'adopted']),
  acceptedAtMs: ms,
  vendorDate: text,
});

export const settledDocument: z.ZodType<Settled> = z.object({
  version,
  as: z.enum(['not-created', 'failed', 'cancelled', 'made', 'paid-again']),
  code: z.custom<FailureCode>((value) => typeof value === 'string' && Object.hasOwn(FAILURES, value)).optional(),
  message: text.optional(),
  cost: quota,
  refunded: quota,
  assumed: z.literal(true).optional(),
  atMs: ms,
});

export const resolutionDocument: z.ZodType<Resolution> = z.discriminatedUnion('kind', [
  z.object({ version, kind: z.literal('task'), task: text.min(1), atMs: ms }),
  z.object({ version, kind: z.literal('not-created'), atMs: ms }),
  z.object({ version, kind: z.literal('pay-again'), generation: z.int().min(1), atMs: ms }),
]);

const ref: z.ZodType<ClaimRef> = z.object({
  pipeline: text,
  node: text,
  identity: hex64,
  generation: z.int().min(1),
  attempt: z.int().min(1),
});

/** An entry of the indexes `open/` and `tasks/`: which claim it points to. */
export const refDocument: z.ZodType<{ readonly version: 1; readonly ref: ClaimRef }> = z.object({ version, ref });
