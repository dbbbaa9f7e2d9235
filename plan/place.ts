/** Where a run's things are: small, in the input of every activity. Holds no secret and no URL. */
export type Place = {
  /** Absolute path of the project's folder. */
  readonly root: string;
  /** `qingbo`, `simulator`, …: decides store, lock, picks and renders (language: Realm). */
  readonly realm: string;
  /** The pipeline file's stem. */
  readonly pipeline: string;
  /** sha256 (hex) of the plan in the store. */
  readonly plan: string;
  /** sha256 (hex) of the decisions in the store. */
  readonly decisions: string;
  /** The account id: hash of base URL and key, or `simulator-<store id>`. */
  readonly account: string;
  /** The store's random id: absence proves something only in the store with that id. */
  readonly store: string;
};
