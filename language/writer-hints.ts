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
