import type { JsonObject } from '../plan/json.ts';
import type { CheckedStep } from './check-schema.ts';

/** One instance of a step: one combination of its axes. */
export type Instance = {
  readonly step: string;
  /** As people write it in `steps.x['…']`: axis keys joined by `--`; '' without axes. */
  readonly key: string;
  /** Axis → the key of its value, in the order of the axes. */
  readonly axisKeys: ReadonlyMap<string, string>;
  readonly matrix: JsonObject;
  /** `strategy.over`: what `source` is. */
  readonly source?: InstanceSource;
  /** A pick's instance: what may be chosen in this group. */
  readonly candidates?: readonly Instance[];
};
export type InstanceSource =
  | { readonly kind: 'instance'; readonly instance: Instance }
  | { readonly kind: 'pick'; readonly pick: Instance; readonly candidate?: Instance };

/** A step and all its instances, in order. */
export type ExpandedStep = {
  readonly checked: CheckedStep;
  readonly axes: readonly string[];
  readonly instances: readonly Instance[];
  readonly byKey: ReadonlyMap<string, Instance>;
};

/** The raw key of axis keys. */
export function keyOf(axisKeys: ReadonlyMap<string, string>): string {
  return [...axisKeys.values()].join('--');
}
