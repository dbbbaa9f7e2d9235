import type { ApiProfileName } from '../plan/api-profile.ts';
import type { Sha256Hex } from '../plan/names.ts';
import type { Plan } from '../plan/plan.ts';
import type { MediaFacts } from '../plan/rules/media.ts';
import type { Problem } from './problem.ts';

/** What `load` needs of the world. */
export type LoadOptions = {
  /**
   * Reads a file's bytes, as node:fs/promises' readFile does, errors with `code` included; ELEADSOUT: it would lead out
   * of the project by a symbolic link. Path as below.
   */
  readonly readBytes: (path: string) => Promise<Uint8Array>;
  /** The pipeline file relative to the project's root, with forward slashes, as the plan carries it. */
  readonly planFile: string;
  /** `-i name=value`, as typed. */
  readonly inputs: { readonly [name: string]: string };
  /** `--inputs`: a YAML or JSON file of values, by a path that `readBytes` takes. */
  readonly inputsFile?: string;
  /** `inputs` are those of an older plan: paths in them that begin with a dot are relative to the pipeline file. */
  readonly asPlanned?: boolean;
  /** `--profile`. */
  readonly profile?: string;
  readonly api: ApiProfileName;
  /** What the vendor returned for this pipeline's extends so far, where the API profile leaves it open (`detect`). */
  readonly extendOutput?: 'includes-source' | 'segment-only';
  readonly sha256: Sha256Hex;
  /** Local files as media; absent: none can be looked at. */
  readonly media?: MediaOptions;
};

/** `host`: the account's files can be published for the vendor. */
export type MediaOptions = {
  readonly host: boolean;
  /** Looks at a file, by a path as `readBytes` takes it. */
  readonly lookAt: (path: string) => Promise<LookedAtMedium>;
};

/** A file as its content tells it (see MediaFacts), with its sha256 (hex); or why it cannot be looked at. */
export type LookedAtMedium =
  | ({ readonly ok: true; readonly sha256: string } & MediaFacts)
  | { readonly ok: false; readonly message: string };

/** What `load` found: all problems in file order, and a plan where none of them is an error. */
export type Loaded = {
  readonly problems: readonly Problem[];
  readonly plan?: Plan;
  /** Texts of the files that problems may stand in, by `Problem.file`, for `render`. */
  readonly texts: { readonly [file: string]: string };
};
