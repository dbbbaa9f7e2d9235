import type { EdgeStatus } from '../plan/condition.ts';
import type { JsonObject } from '../plan/json.ts';

/** What an expression sees of a node: `steps.x`, `source`. */
export type NodeValue = {
  readonly id: string;
  readonly matrix: JsonObject;
  readonly state: string;
  readonly outputs: JsonObject;
};

/** What `steps` answers. Each throws an ExpressionFailure whose message names what was asked for. */
export type StepsView = {
  /** `steps.x` (key undefined: the only instance or the one that agrees on all axes) or `steps.x['key']`. */
  one(step: string, key: string | undefined): NodeValue;
  /** `steps.x.*`: all instances in file order, without those not wanted. */
  all(step: string): readonly NodeValue[];
  /** `steps.x.links['id']`, `steps.x['key'].links['id']`. */
  link(step: string, key: string | undefined, link: string): NodeValue;
};

/** The values that an expression may name. A context that is absent is not allowed where the expression stands. */
export type NodeContext = {
  readonly inputs?: JsonObject;
  readonly vars?: JsonObject;
  readonly matrix?: JsonObject;
  readonly source?: NodeValue;
  readonly steps?: StepsView;
  /** What the status functions say; only an `if` has it. */
  readonly status?: EdgeStatus;
};
