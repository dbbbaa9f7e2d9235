import type { ContextName } from '../expressions/index.ts';
import type { Edge } from '../plan/plan.ts';
import type { StepKind } from './schema/steps.ts';

/** What an expression may know of a step. */
export type StepNames = {
  readonly kind: StepKind;
  readonly links: readonly string[];
  /** Of a pipeline that is used: what it declares. */
  readonly outputs?: readonly string[];
};

/** What an expression may know of its `source`. */
export type SourceNames = {
  /** A pipeline that is used: `outputs` are those that it declares. */
  readonly isPart: boolean;
  readonly outputs: readonly string[];
};

/** The names that are declared where an expression stands. */
export type Names = {
  readonly inputs: readonly string[];
  readonly vars: readonly string[];
  /** Axis → columns of its values where they are maps, undefined where they are scalars. */
  readonly matrix: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  readonly steps: ReadonlyMap<string, StepNames>;
  /** Steps that exist but have a problem already: nothing is said about references to them. */
  readonly broken: ReadonlySet<string>;
  /** Inputs and vars, `vars.look`, that have a problem already. */
  readonly unknown: ReadonlySet<string>;
  /** `strategy.over`: what `source` is; absent: the step has none. */
  readonly source?: SourceNames;
  /** Inputs and vars, `inputs.hero`, that are known only while the run is under way, and what they wait for. */
  readonly deferred: ReadonlyMap<string, () => readonly Edge[]>;
};

/** Where which contexts are allowed (language: Expressions). */
export const CONTEXTS_OF = {
  nothing: [],
  inputs: ['inputs'],
  budget: ['inputs'],
  strategy: ['inputs', 'vars'],
  if: ['inputs', 'vars', 'matrix', 'source', 'steps'],
  with: ['inputs', 'vars', 'matrix', 'source', 'steps'],
} as const satisfies { readonly [place: string]: readonly ContextName[] };
export type ContextPlace = keyof typeof CONTEXTS_OF;

/** Outputs of each kind of step. */
const RENDER = ['video', 'seconds', 'width', 'height', 'sha256', 'cost'];
export const OUTPUTS_OF: { readonly [kind in StepKind]: readonly string[] } = {
  generate: RENDER,
  promote: RENDER,
  chain: RENDER,
  pick: [],
  approve: [],
  concat: ['video', 'seconds'],
  fetch: ['file', 'sha256'],
  pipeline: [],
};
export const NODE_MEMBERS = ['id', 'matrix', 'state', 'outputs'];
/** A part has no state of its own: its nodes have. */
export const PART_MEMBERS = ['id', 'matrix', 'outputs'];
