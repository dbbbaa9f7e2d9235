/** Which room may import what (docs/architecture.md, "Rooms"). `*` after a name: types only. */
export const ROOMS: { readonly [room: string]: readonly string[] } = {
  plan: [],
  expressions: ['plan', '@actions/expressions'],
  media: ['mediabunny', 'node:'],
  store: ['plan', 'media', 'zod', 'yaml', 'node:'],
  config: ['plan', 'zod', 'yaml', 'node:'],
  engine: ['config', 'store', 'undici', '@temporalio/client', '@temporalio/common', '@temporalio/envconfig', 'node:'],
  workflows: ['plan', '@temporalio/workflow', '@temporalio/common', 'activities*'],
  activities: [
    'plan',
    'expressions',
    'store',
    'media',
    'zod',
    'undici',
    '@aws-sdk/client-s3',
    '@aws-sdk/s3-request-presigner',
    '@temporalio/activity',
    '@temporalio/common',
    'node:',
  ],
  language: ['plan', 'expressions', 'yaml', 'zod', 'csv-parse'],
  worker: ['plan', 'activities', 'store', 'config', 'engine', '@temporalio/worker', '@temporalio/common', 'node:'],
  sheet: ['plan', 'zod', 'node:'],
  cli: [
    'expressions',
    'language',
    'plan',
    'store',
    'config',
    'engine',
    'media',
    'activities/providers',
    'activities/hosting',
    'simulator',
    'worker',
    'sheet',
    'workflows*',
    'commander',
    '@bomb.sh/tab',
    'ink',
    'react',
    '@temporalio/client',
    '@temporalio/common',
    'node:',
  ],
  simulator: ['media', 'h264-mp4-encoder', 'node:'],
};

/** Folders of activities that have a front door of their own. */
const DOORS: readonly string[] = ['providers', 'hosting'];

/** The table's name for an imported module, seen from a file of the project: room, room/folder, package or `node:`. */
export function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:';
  if (!specifier.startsWith('.'))
    return specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/');
  const parts = new URL(specifier, `file:///${file}`).pathname.slice(1).split('/');
  const [room = '', folder = ''] = parts;
  return room === 'activities' && DOORS.includes(folder) ? `${room}/${folder}` : room;
}

/** True if a file of `room` may import `target`; `typesOnly`: the import disappears when compiled. */
export function allowed(room: string, target: string, typesOnly: boolean): boolean {
  if (target === room) return true;
  const may = ROOMS[room] ?? [];
  if (may.includes(target) || (typesOnly && may.includes(`${target}*`))) return true;
  return target.startsWith('activities/') && (room === 'activities' || may.includes('activities'));
}
