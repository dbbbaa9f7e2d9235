import { seededNumber } from '../../simulator/seeded.ts';
import type { Cell } from './cell.ts';
import { sleepsLong } from './ends.ts';
import { tryFaults } from './fault-night.ts';
import { type CampaignScene, openScene } from './scenes.ts';
import { sceneryOf, type Todo } from './todo.ts';
import { tryCell } from './trial.ts';
import { brokenVerdict, type Verdict } from './verdict.ts';

/** Books and histories grow with each trial: after so many a lane begins in a new place. */
const TRIALS_A_SCENE = 16;

/** Takes the next cell, of a group if one is named. */
export type Next = (group?: string) => Todo | undefined;
type Told = (verdict: Verdict) => void;

/** Tries cells one after the other, until `next` has no more. */
export async function runLane(next: Next, told: Told): Promise<void> {
  for (let todo = next(); todo !== undefined; todo = next()) {
    // All at once, before another lane takes some.
    const faults = todo.cell.kind === 'fault' ? allOf(todo, next) : [];
    const scene = await openScene(todo.cell.keys, sceneryOf(todo.cell));
    if (scene === undefined) continue;
    try {
      if (faults.length > 0) await faultsOf(scene, faults, told);
      else await nightsOf(scene, todo, next, told);
    } finally {
      await scene.close();
    }
  }
}

function allOf(first: Todo, next: Next): readonly Todo[] {
  const more: Todo[] = [first];
  for (let todo = next(first.group); todo !== undefined; todo = next(first.group)) more.push(todo);
  return more;
}

/** One night for all of them. */
async function faultsOf(scene: CampaignScene, todos: readonly Todo[], told: Told): Promise<void> {
  const stage = { ...scene, stem: 'faults', random: seeded(todos[0]?.seed ?? 0) };
  const cells = todos.flatMap(({ cell }) => (cell.kind === 'fault' ? [cell] : []));
  const broken = (error: unknown) => cells.map((cell) => brokenVerdict(cell, stage.stem, error));
  for (const verdict of await tryFaults(stage, cells).catch(broken)) told(verdict);
}

/** A night for each. */
async function nightsOf(scene: CampaignScene, first: Todo, next: Next, told: Told): Promise<void> {
  let todo: Todo | undefined = first;
  for (let night = 1; todo !== undefined; night += 1) {
    const { cell, seed } = todo;
    if (cell.kind === 'fault') return;
    const stem = `night-${night}`;
    const stage = { ...scene, stem, random: seeded(seed) };
    const verdict = await tryCell(stage, cell).catch((error: unknown) => brokenVerdict(cell, stem, error));
    told(verdict);
    // What went wrong once would be told again by every later trial of the place; an unsure node keeps its slot.
    if (verdict.violations.length > 0 || verdict.unsure > 0 || night >= TRIALS_A_SCENE || spoils(cell)) return;
    todo = next(first.group);
  }
}

/** The books of a scene whose vendor forgot cannot be balanced any more; after a sleep nothing may be sent twice. */
function spoils(cell: Cell): boolean {
  return sleepsLong(cell) || (cell.kind === 'kill' && cell.victim === 'vendor forgets');
}

function seeded(seed: number): () => number {
  let drawn = 0;
  return () => seededNumber(`${seed} ${drawn++}`);
}
