import { seededNumber } from '../../simulator/seeded.ts';
import { openStore } from '../../store/index.ts';
import { makeScene } from '../e2e/scene.ts';
import { type Cell, type Keys, nameOfCell } from './cell.ts';
import { tryCell, type Verdict } from './trial.ts';

/** Processes that die often are held back by the supervisor: after so many trials a lane begins in a new place. */
const TRIALS_A_SCENE = 8;
/** A trial needs slots: each unsure node of those before it holds one. */
const MOST_UNSURE = 2;
/** The vendor of the seed page knows no keys. */
const APIS = { honoured: 'simulator', ignored: 'qingbo-seed-2026-04' } as const;

export type Todo = { readonly cell: Cell; readonly seed: number };

/** Tries cells of one kind of vendor one after the other, until `next` has no more. */
export async function runLane(
  next: (keys?: Keys) => Todo | undefined,
  told: (verdict: Verdict) => void,
): Promise<void> {
  for (let todo = next(); todo !== undefined; todo = next()) await oneScene(todo, next, told);
}

async function oneScene(first: Todo, next: (keys?: Keys) => Todo | undefined, told: (verdict: Verdict) => void) {
  const { keys } = first.cell;
  const scene = makeScene({ engine: 'own' });
  const nights: string[] = [];
  let unsure = 0;
  try {
    const vendor = await scene.simulator({ api: APIS[keys], idempotency: keys === 'honoured' ? 'honour' : 'ignore' });
    const { folder: store } = await openStore({ root: scene.root, realm: 'simulator' });
    for (
      let todo: Todo | undefined = first;
      todo !== undefined;
      todo = nights.length < TRIALS_A_SCENE ? next(keys) : undefined
    ) {
      const stem = `night-${nights.length + 1}`;
      const stage = { scene, vendor, stem, store, random: seeded(todo.seed) };
      const verdict = await tryCell(stage, todo.cell, nights).catch((error: unknown) => broken(todo, stem, error));
      told(verdict);
      nights.push(stem);
      unsure += verdict.unsure;
      // Books that do not balance would be told again by every later trial of the place; unsure nodes keep their slots.
      if (verdict.violations.length > 0 || unsure > MOST_UNSURE) break;
    }
  } finally {
    await scene.close();
  }
}

function broken({ cell }: Todo, stem: string, error: unknown): Verdict {
  const words = error instanceof Error ? error.message : String(error);
  const none = { state: 'broken', accepted: 0, posts: 0, unsure: 0, seconds: 0 };
  return { cell, stem, ...none, violations: [`the trial of ${nameOfCell(cell)} broke: ${words.slice(0, 400)}`] };
}

function seeded(seed: number): () => number {
  let drawn = 0;
  return () => seededNumber(`${seed} ${drawn++}`);
}
