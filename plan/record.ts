import type { Quota } from './quota.ts';
import type { Request } from './request.ts';

/** A make: a node was made once with one identity and generation. The truth; the lock file is its projection. */
export type MakeRecord = {
  readonly version: 1;
  readonly realm: string;
  readonly pipeline: string;
  readonly node: string;
  readonly step: string;
  readonly kind: 'render' | 'local';
  /** Which rule the identity was computed by. */
  readonly identityVersion: 1;
  /** sha256, hex. */
  readonly identity: string;
  readonly generation: number;
  readonly attempt: number;
  /** Workflow id and firstExecutionRunId of the run that made it. */
  readonly run: string;
  /** Account id; '' for local. */
  readonly account: string;
  readonly api: string;
  /** Remote task id; '' for local. */
  readonly task: string;
  readonly model: string;
  /** The request as made (render), what promote and chain derive from. */
  readonly request: Request | null;
  /** sha256 (hex) of the media it was made from, in order. */
  readonly sources: readonly string[];
  readonly sha256: string;
  /** fetch: what kind of file it is (`png`, `wav`, …); absent: `mp4`. */
  readonly media?: string;
  readonly bytes: number;
  /** Measured from the file. */
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  /** extend: the file holds its source as well (measured). */
  readonly includesSource: boolean;
  readonly cost: Quota;
  /** The vendor named no cost: `cost` is the estimate. */
  readonly costAssumed: boolean;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** ISO 8601; when the vendor's link ends, as far as known. '' unknown. The link itself may be signed: never stored. */
  readonly linkEndsAt: string;
  /** Where it lies for people, relative to the project's root. */
  readonly file: string;
};
