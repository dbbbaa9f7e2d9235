export { sha256Of } from './content.ts';
export { type KnownHere, knownOf } from './known.ts';
export { LockUnreadable } from './lock-unreadable.ts';
export type { ObjectStore } from './object-store.ts';
export { openStore } from './open-store.ts';
export { provablyDead, thisProcess } from './owner.ts';
export type * from './project-store.ts';
export { StoreError, type StoreErrorCode } from './store-error.ts';
export { takeOver } from './take-over.ts';
