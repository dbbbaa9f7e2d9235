export type { ObjectStore } from './object-store.ts';
export type * from './project-store.ts';
export { StoreError, type StoreErrorCode } from './store-error.ts';
