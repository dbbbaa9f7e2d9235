import type { Condition } from './condition.ts';
import type { JsonObject } from './json.ts';
import type { Quota } from './quota.ts';
import type { Template } from './request.ts';

/** What a node does. `link` is one link of a chain; `gate` says whether the pipeline behind it is used. */
export const NODE_KINDS = ['generate', 'promote', 'link', 'pick', 'approve', 'concat', 'fetch', 'gate'] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

/**
 * Why a node waits for another (by its index in the plan).
 * direct: needs it done (also `over`, source); needs: also content with not-wanted (`needs`, `*`);
 * candidate: a pick's candidate, only has to end.
 */
export type Edge = { readonly node: number; readonly kind: 'direct' | 'needs' | 'candidate' };

/**
 * What a derived node (promote, link) starts from.
 * node: that node's make; pick: the candidate that the pick chose (the only one, or, with `candidate`, that one if it
 * was chosen, else this node is not wanted); url: media outside (then `fields` holds all it needs).
 */
export type Source =
  | { readonly kind: 'node'; readonly node: number }
  | { readonly kind: 'pick'; readonly pick: number; readonly candidate?: number }
  | { readonly kind: 'url'; readonly url: string };

/** A pick: which nodes may be chosen in this group, how many, and what happens when nobody answers. */
export type Pick = {
  readonly candidates: readonly number[];
  readonly choose: number;
  readonly onTimeout: 'pause' | 'first' | 'fail';
};

/**
 * A pipeline that is used by another: one instance of the step that uses its file. It is no node; its nodes stand in
 * the plan under its id, and see its inputs, vars and steps in the place of those of the file that was run.
 */
export type PlanPart = {
  /** `episode@e01`; inside of another part `season@s1/episode@e01`. */
  readonly id: string;
  /** The part that uses it; absent: the file that was run. */
  readonly within?: string;
  /** The step that uses it, as its own file calls it, and the key of its instance. */
  readonly step: string;
  readonly key: string;
  readonly matrix: JsonObject;
  /** `over`: what `source` is in the inputs that it is given. */
  readonly source?: Source;
  readonly sourcePart?: string;
  /** What is deferred in its inputs is evaluated where it is used, all else in it. */
  readonly inputs: { readonly [name: string]: Template };
  readonly vars: { readonly [name: string]: Template };
  readonly outputs: { readonly [name: string]: Template };
  /** Its own budget: the most that its nodes may cost in a run. Absent: only that of the run counts. */
  readonly limit?: Quota;
  /** For what refers to it from outside, a failure inside counts as not wanted. */
  readonly continueOnError?: true;
  /** At most so many uses by its step are at work at once; absent: no bound. */
  readonly maxParallel?: number;
  /** A failure inside stops the submitting for the other uses by its step. */
  readonly failFast?: true;
};

/** An approve: the nodes that a person is shown, and what happens when nobody answers. */
export type Approve = {
  readonly show: readonly number[];
  readonly onTimeout: 'pause' | 'reject' | 'fail';
};

/** What a fetch step brings into the store. */
export type Fetch = { readonly url: string } | { readonly sha256: string };

/** One node of a plan: one instance of a step, or one link of a chain. */
export type PlanNode = {
  /** `step@key--key`, `walk@hero--turn` or `walk--turn`: path-safe, unique under case folding. In a part: `part/…`. */
  readonly id: string;
  /** The step's id; in a part `episode@e01/draft`, so that the steps of two parts are two. */
  readonly step: string;
  /** The part that it belongs to; absent: the file that was run. */
  readonly part?: string;
  /** Raw instance key as people write it in `steps.x['…']`: axis keys joined by `--`, '' without axes. */
  readonly key: string;
  readonly link?: string;
  readonly kind: NodeKind;
  readonly matrix: JsonObject;
  readonly edges: readonly Edge[];
  /** promote, link: what they derive from. generate, concat with `over`: what `source` is in their expressions. */
  readonly source?: Source;
  /** generate, concat with `over` a part: that part is their `source`. */
  readonly sourcePart?: string;
  /**
   * generate: the whole request but for `action` where it is inferred; promote and link: own fields only (profile <
   * with < link), laid over the source's request as made.
   */
  readonly fields?: { readonly [field: string]: Template };
  readonly pick?: Pick;
  /** link: only so much of the end of the film so far is extended. */
  readonly tailMs?: number;
  /** fetch: where it comes from, or which local file it is (sha256, hex; see Plan.files). */
  readonly fetch?: Fetch;
  readonly approve?: Approve;
  /** `if`; absent: made when nothing that it needs failed. */
  readonly condition?: Condition;
  /** Its failure counts as not wanted. */
  readonly continueOnError?: true;
  /** At most so many nodes of its step (the nodes of the same `step`) at once; absent: no bound of its own. */
  readonly maxParallel?: number;
  /** A failure among the nodes of its step stops the submitting of the others. */
  readonly failFast?: true;
  /** concat: a template that evaluates to held media, or to (nested) lists of them, joined in order. */
  readonly videos?: Template;
  /** Estimated price, the upper bound where fields are deferred; 0 for local nodes. */
  readonly price: Quota;
  /** Seconds of video that will be paid for (generate, promote, link) or 0. */
  readonly seconds: number;
  /** Estimated wall time of the render in ms at the vendor's usual speed, 0 for local nodes. */
  readonly renderMs: number;
  /** render: from acceptance to *late*; pick: from the question. ms; absent: none. */
  readonly timeoutMs?: number;
  /** At most this many accepted tasks in all. */
  readonly retry: number;
  readonly frozen: boolean;
  readonly onAmbiguous: 'hold' | 'same-key';
  readonly priority: number;
  /** The price is "at most": a field that decides it is known only at submit. */
  readonly atMost?: boolean;
};

export type Budget = {
  readonly limit: Quota;
  /** 0–1. */
  readonly warnAt: number;
  readonly onExceed: 'pause' | 'finish-running' | 'cancel-queued';
};

/** A compiled pipeline: what to make, without a word of YAML. Stored by the sha256 of its canonical JSON. */
export type Plan = {
  readonly version: 1;
  /** The file's stem: what lock, picks, renders and runs are called. */
  readonly pipeline: string;
  readonly name: string;
  /** Relative to the project's root, with forward slashes. */
  readonly file: string;
  readonly inputs: JsonObject;
  readonly vars: JsonObject;
  /** The account's name in dailies.yaml. */
  readonly account: string;
  readonly api: string;
  readonly priority: number;
  readonly weight: number;
  readonly budget?: Budget;
  /** In file order; sources and needs may point forward or back, never in a cycle. */
  readonly nodes: readonly PlanNode[];
  /** The pipelines that are used inside, outer ones first; absent: none. */
  readonly parts?: readonly PlanPart[];
  /** Local files that its media or fetches name: by sha256 (hex), where each lies, relative to the project's root. */
  readonly files?: { readonly [sha256: string]: string };
  readonly outputs: { readonly [name: string]: Template };
};
