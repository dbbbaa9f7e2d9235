import { askBucket } from '../../activities/hosting/index.ts';
import { ConfigError, mediaHostState } from '../../config/index.ts';
import type { Check } from '../views/index.ts';
import { projectRoot } from './project.ts';
import type { Shell } from './shell.ts';

/** Whether the project's media host lets its keys in, where one is named. Nothing is put there. */
export async function mediaHostChecks(shell: Pick<Shell, 'home' | 'env' | 'cwd'>): Promise<readonly Check[]> {
  const { home, env, cwd } = shell;
  try {
    const state = mediaHostState({ home, env, root: projectRoot(cwd, cwd) });
    if (state === undefined) return [];
    if (state instanceof ConfigError) return [unusable(state)];
    const detail = `bucket ${state.bucket}`;
    const trouble = await askBucket(state);
    if (trouble === undefined) return [{ check: 'media host', ok: true, detail: `${detail}, which knows its keys` }];
    const { kind, message } = trouble;
    return kind === 'refused'
      ? [{ check: 'media host', ok: false, detail: `${detail} refuses: ${message}`, hint: REFUSED, exit: 78 }]
      : [{ check: 'media host', ok: false, detail: `${detail} is away: ${message}`, hint: AWAY, exit: 69 }];
  } catch (error) {
    if (error instanceof ConfigError) return [unusable(error)];
    throw error;
  }
}

const REFUSED = 'mend media-host in dailies.yaml (bucket, endpoint, region), or its keys';
const AWAY = 'check the network and media-host.endpoint in dailies.yaml';

function unusable({ message, hint }: ConfigError): Check {
  return { check: 'media host', ok: false, detail: message, hint, exit: 78 };
}
