import { ConfigError, mediaHostState } from '../../config/index.ts';
import type { Check } from '../views/index.ts';
import { projectRoot } from './project.ts';
import type { Shell } from './shell.ts';

/** Whether the project's media host could be opened, where one is named. Asks nobody. */
export function mediaHostChecks(shell: Shell): readonly Check[] {
  const { home, env, cwd } = shell;
  try {
    const state = mediaHostState({ home, env, root: projectRoot(cwd, cwd) });
    if (state === undefined) return [];
    if (state instanceof ConfigError) return [unusable(state)];
    return [{ check: 'media host', ok: true, detail: `bucket ${state.bucket}, its keys are set` }];
  } catch (error) {
    if (error instanceof ConfigError) return [unusable(error)];
    throw error;
  }
}

function unusable({ message, hint }: ConfigError): Check {
  return { check: 'media host', ok: false, detail: message, hint, exit: 78 };
}
