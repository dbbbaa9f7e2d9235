import { z } from 'zod';
import { NODE_STATES, type RunResult } from '../../plan/run-view.ts';
import type { RunDoc } from '../project-store.ts';
import { hex64, isoTime, quota, text } from './fields.ts';

const version = z.literal(1);

export const runDocument: z.ZodType<RunDoc> = z.object({
  version,
  n: z.int().min(1),
  pipeline: text,
  file: text,
  workflowId: text,
  plan: hex64,
  decisions: hex64,
  realm: text,
  account: text,
  startedAt: isoTime,
  plannedCost: quota,
  profile: text.optional(),
});

/** Beside a run, `<n>.started`. */
export const startedDocument = z.object({ version, key: text.min(1) });

const nodeState = z.custom<keyof typeof NODE_STATES>(
  (key) => typeof key === 'string' && Object.hasOwn(NODE_STATES, key),
);

const result: z.ZodType<RunResult> = z.object({
  state: z.enum(['done', 'failed', 'unsure', 'over-budget', 'cancelled', 'blocked']),
  counts: z.partialRecord(nodeState, z.int()),
  current: z.int(),
  money: z.object({ planned: quota, spent: quota, refunded: quota, reserved: quota }),
});

/** Beside a run, `<n>.ended`. */
export const endedDocument = z.object({ version, result, endedAt: isoTime });
