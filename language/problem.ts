import type { ProblemCode } from './problem-codes.ts';

/** One mistake of a writer's (or a warning), with its place. Lines and columns count from 1. */
export type Problem = {
  readonly code: ProblemCode;
  readonly severity: 'error' | 'warning';
  /** The file it stands in, as it was given: the pipeline or a data file. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The key's path in the file, `steps.draft.with.duration`; '' for the whole file. */
  readonly path: string;
  readonly message: string;
  readonly hint: string;
  /** Where the file is used, if another pipeline uses it: `season.yaml:9:11 (episode)`. */
  readonly usedBy?: readonly string[];
  /** The number of the vendor's rule that it breaks (docs/reference/rules.md); absent: none. */
  readonly rule?: number;
};
