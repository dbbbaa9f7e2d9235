import type { LedgerView, StatsView } from '../../simulator/index.ts';
import { openStore } from '../../store/index.ts';
import { type Audit, audit } from '../e2e/audit.ts';
import type { Scene } from '../e2e/scene.ts';
import type { Vendor } from '../e2e/vendor.ts';

/** The vendor's books from a moment on: what it accepted before is not in them. */
export type Books = {
  /** Notes what the vendor knows and we were told of: it is about to forget it. */
  readonly keep: (stem: string) => Promise<void>;
  readonly ledger: () => Promise<LedgerView>;
  readonly stats: () => Promise<StatsView>;
  readonly audit: (stem: string) => Promise<Audit>;
};

/** Opens the books of one trial in a scene that saw others before it. */
export async function openBooks(scene: Scene, vendor: Vendor): Promise<Books> {
  const before = new Set((await vendor.ledger()).tasks.map(({ taskId }) => taskId));
  const since = await vendor.stats();
  let kept: LedgerView['tasks'] = [];
  const ledger = async () => {
    const view = await vendor.ledger();
    const known = new Set(view.tasks.map(({ taskId }) => taskId));
    const tasks = [...kept.filter(({ taskId }) => !known.has(taskId)), ...view.tasks];
    return { ...view, tasks: tasks.filter(({ taskId }) => !before.has(taskId)) };
  };
  const stats = async () => {
    const now = await vendor.stats();
    // A vendor that was killed counts anew.
    const from = now.posts < since.posts ? { posts: 0, refusals: 0, slotGapsMs: [] } : since;
    return {
      ...now,
      posts: now.posts - from.posts,
      refusals: now.refusals - from.refusals,
      slotGapsMs: now.slotGapsMs.slice(from.slotGapsMs.length),
    };
  };
  return {
    ledger,
    stats,
    keep: async (stem) => {
      const store = await openStore({ root: scene.root, realm: 'simulator' });
      const told = new Set((await store.claims.ofPipeline(stem)).flatMap(({ created }) => created?.task ?? []));
      kept = (await vendor.ledger()).tasks.filter(({ taskId }) => told.has(taskId));
    },
    audit: (stem) => audit(scene, { ledger, stats }, [stem], 'simulator'),
  };
}
