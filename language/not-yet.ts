/** Parts of the language that are specified and not built yet: they read differently from what is wrong. */
export const KEYS_NOT_YET: { readonly [key: string]: string } = {};

/** The same, of steps that use a pipeline: their nodes know of no step around them. */
export const PART_KEYS_NOT_YET: { readonly [key: string]: string } = {
  'max-parallel': 'a bound for pipelines that are used',
  'fail-fast': 'stopping pipelines that are used',
};

/** Kinds of steps that are specified and not built yet. */
export const USES_NOT_YET: { readonly [uses: string]: string } = {};

/** What to say to people who write what they know from elsewhere. */
export const USES_HINTS: { readonly [uses: string]: string } = {
  extend: 'extending is: uses: chain (with from and links), or uses: generate with action: extend and ref_videos',
};
export const KEY_HINTS: { readonly [key: string]: string } = {
  seed: 'the vendor has no seed: the same request again is another take',
  'runs-on': 'every step runs at the vendor or on this machine; the key can go',
  jobs: 'a pipeline has steps, and what they need of one another orders them',
  env: 'values that are used often go under vars',
  matrix: 'write it under strategy: { matrix: … }',
};
