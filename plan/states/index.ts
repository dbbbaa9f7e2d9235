export { decide } from './decide.ts';
export type {
  Change,
  Decided,
  DecideInput,
  DecideOptions,
  FileLook,
  Known,
  KnownClaim,
  NodeReport,
  Resolve,
  Resolved,
  Upstream,
} from './known.ts';
