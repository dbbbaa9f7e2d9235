import type { ApiProfileName } from '../plan/api-profile.ts';
import type { Sha256Hex } from '../plan/names.ts';
import type { Plan } from '../plan/plan.ts';
import type { Problem } from './problem.ts';

/** What `load` needs of the world. */
export type LoadOptions = {
  /** Reads a file's bytes, as node:fs/promises' readFile does, errors with `code` included. Path as below. */
  readonly readBytes: (path: string) => Promise<Uint8Array>;
  /** The pipeline file relative to the project's root, with forward slashes, as the plan carries it. */
  readonly planFile: string;
  /** `-i name=value`, as typed. */
  readonly inputs: { readonly [name: string]: string };
  /** `--inputs`: a YAML or JSON file of values, by a path that `readBytes` takes. */
  readonly inputsFile?: string;
  /** `--profile`. */
  readonly profile?: string;
  readonly api: ApiProfileName;
  readonly sha256: Sha256Hex;
};

/** What `load` found: all problems in file order, and a plan where none of them is an error. */
export type Loaded = {
  readonly problems: readonly Problem[];
  readonly plan?: Plan;
  /** Texts of the files that problems may stand in, by `Problem.file`, for `render`. */
  readonly texts: { readonly [file: string]: string };
};
