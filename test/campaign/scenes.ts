import { rmSync } from 'node:fs';
import path from 'node:path';
import { openStore } from '../../store/index.ts';
import { makeScene, type Scene } from '../e2e/scene.ts';
import type { Vendor } from '../e2e/vendor.ts';
import type { Keys } from './cell.ts';
import { CANARY } from './oracle/index.ts';
import { renewingDist } from './renewing.ts';
import { mountDisk, unmountDisk } from './small-disk.ts';
import type { Stage } from './stage.ts';
import type { Scenery } from './todo.ts';
import { openTrap } from './trap.ts';

/** The vendor of the seed page knows no keys. */
const APIS = { honoured: 'simulator', ignored: 'qingbo-seed-2026-04' } as const;
const BUNDLE = path.resolve(import.meta.dirname, '../../dist/workflows.bundle.js');

/** A scene in which several trials take place one after the other. */
export type CampaignScene = Omit<Stage, 'stem' | 'random'> & { readonly close: () => Promise<void> };

/** Opens one; undefined: this system lets us mount no disk, so there is none that can be filled. */
export async function openScene(keys: Keys, scenery: Scenery): Promise<CampaignScene | undefined> {
  const dist = scenery === 'renewing' ? renewingDist() : undefined;
  const scene = makeScene({ engine: 'own', ...(dist === undefined ? {} : { dist }) });
  if (scenery === 'small disk' && !mountDisk(scene)) {
    await scene.close();
    return undefined;
  }
  const trap = await openTrap();
  scene.env.WAVE_API_KEY = CANARY;
  const vendor = await vendorOf(scene, keys);
  const { folder: store } = await openStore({ root: scene.root, realm: 'simulator' });
  return {
    ...{ scene, vendor, trap, store },
    bundle: dist === undefined ? BUNDLE : path.join(dist, 'workflows.bundle.js'),
    close: async () => {
      await trap.close();
      if (scenery === 'small disk') unmountDisk(scene);
      await scene.close();
      if (dist !== undefined) rmSync(path.dirname(dist), { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function vendorOf(scene: Scene, keys: Keys): Promise<Vendor> {
  return scene.simulator({ api: APIS[keys], idempotency: keys === 'honoured' ? 'honour' : 'ignore' });
}
