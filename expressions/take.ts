import type { JsonObject } from '../plan/json.ts';
import type { Plan } from '../plan/plan.ts';
import type { NodeValue } from './context.ts';

/** What others see of a make: a record in the store and a line of the lock file are such. */
export type Take = {
  readonly node: string;
  readonly sha256: string;
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  readonly cost: number;
  /** extend: the file holds its source as well. */
  readonly includesSource: boolean;
  /** sha256 (hex) of what it was made from, in order. */
  readonly sources: readonly string[];
  /** null: local, or not known here. */
  readonly request: JsonObject | null;
};

/** A node that is done, as expressions see it. `video`: another text than its file, such as the film of a chain. */
export function nodeValue(plan: Plan, node: number, take: Take, video = `sha256:${take.sha256}`): NodeValue {
  const planned = plan.nodes[node];
  const { seconds, width, height, sha256, cost } = take;
  const outputs: JsonObject =
    planned?.kind === 'fetch' ? { file: video, sha256 } : { video, seconds, width, height, sha256, cost };
  return {
    id: planned?.id ?? take.node,
    matrix: planned?.matrix ?? {},
    state: 'done',
    outputs,
  };
}
