import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { engineStatus } from '../../../engine/index.ts';
import type { Scene } from '../../e2e/scene.ts';
import type { EngineFacts } from './engine-facts.ts';
import type { Text } from './evidence.ts';

/** What was written of a run where people or programs may read it, bodies that were sent aside: those are private. */
export function textsOf(scene: Scene, stem: string, { histories }: EngineFacts): readonly Text[] {
  const { root, home } = scene;
  const objects = path.join(root, '.dailies/simulated/store/objects');
  return [
    ...filesIn(path.join(home, 'logs')),
    ...filesIn(path.join(root, 'pipelines')).filter(({ place }) => place.includes(stem)),
    ...['claims', 'records', 'runs', 'uncollected', 'tasks'].flatMap((folder) => filesIn(path.join(objects, folder))),
    ...titles(scene),
    ...Object.entries(histories).map(([id, history]) => ({ place: `the history of ${id}`, text: printable(history) })),
  ];
}

function filesIn(folder: string): readonly Text[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((file) => {
    const place = path.join(file.parentPath, file.name);
    return { place, text: readFileSync(place, 'utf8') };
  });
}

/** How `ps` shows the engine's processes. */
function titles({ home }: Scene): readonly Text[] {
  const { supervisor, server, worker } = engineStatus({ home });
  return [supervisor, server, worker].flatMap((one) => {
    const place = `/proc/${one?.process.pid}/cmdline`;
    return existsSync(place) ? [{ place, text: readFileSync(place, 'utf8').replaceAll('\0', ' ') }] : [];
  });
}

/** All text of a history: payloads are bytes in it. */
function printable(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map(printable).join(' ');
  if (typeof value === 'object' && value !== null) return Object.values(value).map(printable).join(' ');
  return typeof value === 'string' ? value : '';
}
