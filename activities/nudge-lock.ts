import type { PipelineFile, ProjectStore } from '../store/index.ts';
import type { World } from './world.ts';

/**
 * Has the lock file brought up to date soon; nobody waits for it: it is a projection, and the run's last act writes it
 * again. An unreadable lock file does not stop a paid download.
 */
export function nudgeLock(world: World, store: ProjectStore, pipeline: PipelineFile): void {
  store.lock.project(pipeline).catch((error: unknown) => {
    world.log('warn', 'the lock file could not be brought up to date', { error: String(error) });
  });
}
