import type { Paint } from './paint.ts';

/** All that a view must know of where it is printed; so a view is a pure function. */
export type Screen = {
  readonly columns: number;
  readonly paint: Paint;
  /** IANA name of the user's zone, '' for the system's. */
  readonly zone: string;
  readonly nowMs: number;
};
