import { engineStatus } from '../../engine/index.ts';
import { NOT_ALONE, type Scene } from './scene.ts';

export type Role = 'supervisor' | 'server' | 'worker';

/** The pid of a process of the scene's engine. Throws where it does not run, or others use it. */
export function pidOf(scene: Scene, role: Role): number {
  if (scene.engine !== 'own') throw new Error(NOT_ALONE);
  const found = engineStatus({ home: scene.home })[role];
  if (found?.alive !== true) throw new Error(`no ${role} runs`);
  return found.process.pid;
}

/** kill -9, one after the other, before any of them can notice. */
export function kill(scene: Scene, ...roles: readonly Role[]): void {
  for (const pid of roles.map((role) => pidOf(scene, role))) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      // One that has just died by itself is as dead.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}
