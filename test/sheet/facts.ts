import { createHash } from 'node:crypto';
import type { Plan } from '../../plan/plan.ts';
import type { SheetFacts, SheetNode } from '../../sheet/index.ts';
import { batchPlan } from '../cli-views/fake-run.ts';

export const shaOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** A node that is there, with a file of its own. */
export function made(node: string, more: Partial<SheetNode> = {}): SheetNode {
  const sha256 = shaOf(node);
  const media = {
    kind: 'video',
    src: `media/${sha256}.mp4`,
    width: 320,
    height: 180,
    file: `renders/${node}.mp4`,
  } as const;
  return { state: 'done', cost: 100_000, sha256, seconds: 5, media, ...more };
}

/** The sheet's facts of the overnight batch in small: all drafts are there, each pick asks, the rest waits. */
export function batchFacts(more: Partial<SheetFacts> = {}, plan: Plan = batchPlan()): SheetFacts {
  const nodes = plan.nodes.map(({ id, kind, step }): SheetNode => {
    if (kind === 'pick' || kind === 'approve') return { state: 'asking', cost: 0 };
    return step === 'draft' ? made(id) : { state: 'waiting', cost: 0 };
  });
  return {
    plan,
    head: { run: 'overnight-batch#1', name: '', simulated: true, state: 'waits for you', tone: 'warn', startedMs: 0 },
    money: { spent: 600_000, planned: 5_000_000, reserved: 0, refunded: 0 },
    ...{ nodes, answers: [], approvals: [], notes: [], isOpen: true },
    ...more,
  };
}
