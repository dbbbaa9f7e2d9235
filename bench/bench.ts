import type { Home } from './home.ts';
import type { Row } from './row.ts';
import type { Vendor, VendorManners } from './vendor.ts';

/** What a bench is handed: everything that it starts by these is ended afterwards, however it ends. */
export type Bed = {
  readonly newHome: () => Home;
  /** A vendor whose tasks take so long, with the clips of earlier vendors. */
  readonly newVendor: (taskMs: number, manners?: VendorManners) => Promise<Vendor>;
  /** A new empty folder. */
  readonly newFolder: () => string;
  /** Has what was started by other means ended as well. */
  readonly keep: <T extends { readonly close: () => Promise<void> }>(one: T) => T;
  readonly say: (line: string) => void;
};

/** Measures some figures; rejects where it could not. */
export type Bench = (bed: Bed) => Promise<readonly Row[]>;
