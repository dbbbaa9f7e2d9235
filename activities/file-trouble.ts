import type { FileOutcome } from '../plan/outcome.ts';
import { LockUnreadable, StoreError } from '../store/index.ts';
import type { World } from './world.ts';

/** A store that cannot be read or written pauses the run until a person acts; the paid file waits at the vendor. */
export function fileTrouble(world: World, error: unknown): FileOutcome {
  if (error instanceof LockUnreadable) {
    world.log('warn', 'the lock file cannot be read', { message: error.message });
    return { kind: 'paused', code: 'STORE_UNREADABLE' };
  }
  if (!(error instanceof StoreError) || error.code === 'BAD_NAME') throw error;
  world.log('warn', 'the store refuses a file', { place: error.place, message: error.message });
  return { kind: 'paused', code: isWriting(error) ? 'DISK_FULL' : 'STORE_UNREADABLE' };
}

// A file in the place of a folder is noticed at the first look, but it is writing that it keeps from working.
function isWriting({ code, cause }: StoreError): boolean {
  return code === 'UNWRITABLE' || (cause instanceof Error && 'code' in cause && cause.code === 'ENOTDIR');
}
