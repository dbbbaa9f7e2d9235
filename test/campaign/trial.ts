import type { Started } from '../e2e/command.ts';
import { type Books, openBooks } from './books.ts';
import type { Cell } from './cell.ts';
import { type Commands, documentOf, openCommands, runArgs, toTheEnd } from './commands.ts';
import { CAP, wrongEnd } from './ends.ts';
import { LIMIT, writeTrial } from './night.ts';
import { gather, judge } from './oracle/index.ts';
import { POINTS, type Point } from './points.ts';
import { notReplaying } from './replays.ts';
import type { Stage } from './stage.ts';
import { strike } from './strike.ts';
import type { Verdict } from './verdict.ts';

/** The vendor hears of an engine that lives so often at least; longer, and there is nothing to hear. */
const CALLS = ['polled', 'arrived', 'downloading'] as const;

type Kill = Cell & { readonly kind: 'kill' };
type Struck = { readonly goesOn?: Promise<number | undefined>; readonly cancelledMs?: number; readonly missed?: true };

/** Tries one cell with a night of its own, to the end of its run, and judges what it left behind. */
export async function tryCell(stage: Stage, cell: Kill | (Cell & { readonly kind: 'quiet' })): Promise<Verdict> {
  const { scene, vendor, stem, trap } = stage;
  await vendor.clearFaults();
  const books = await openBooks(scene, vendor);
  const trapped = trap.visits();
  const commands = openCommands(stage);
  const file = writeTrial(scene, stem);
  const point = cell.kind === 'kill' ? pointOf(cell) : undefined;
  const armed = await point?.arm(stage);
  const run = commands.start(...runArgs(stage, file));
  let struck: Struck = {};
  if (cell.kind === 'kill' && point !== undefined && armed !== undefined) {
    const isReached = await Promise.race([armed.reached.then(() => true), run.ended.then(() => false)]);
    struck = await strikeAt({ stage, commands, books, run }, cell, point);
    if (!isReached) struck = { ...struck, missed: true };
    await vendor.clearFaults();
    await armed.after?.();
  }
  const sinceMs = performance.now();
  const ended = await toTheEnd(commands, stage, run.ended, file);
  const seconds = (performance.now() - sinceMs) / 1000;
  const goesOnSeconds = await struck.goesOn;
  const evidence = await gather({
    ...{ scene, stem, cap: CAP, limit: LIMIT, trapped: trap.visits() - trapped },
    ...{ documents: commands.documents(), outputs: commands.outputs() },
    ...{ tasks: (await books.ledger()).tasks, stats: await books.stats() },
    ...(struck.cancelledMs === undefined ? {} : { cancelledMs: struck.cancelledMs }),
  });
  const { accepted, posts, unsure, violations } = await books.audit(stem);
  const state = documentOf(ended)?.state ?? `exit ${ended.code}`;
  return {
    cell,
    stem,
    ...{ state, accepted, posts, unsure, seconds },
    ...(goesOnSeconds === undefined ? {} : { goesOnSeconds }),
    violations: [
      ...(struck.missed ? ['no trial: the run ended before its point'] : []),
      ...violations,
      ...wrongEnd(cell, ended, { accepted, unsure }),
      ...judge(evidence, cell.kind === 'quiet'),
      ...(await notReplaying(evidence.histories, stage.bundle)),
      ...(await notFree(commands, stage, books, state, file)),
    ],
  };
}

function pointOf(cell: Kill): Point {
  const point = POINTS.find(({ name }) => name === cell.point);
  if (point === undefined) throw new Error(`there is no point "${cell.point}"`);
  return point;
}

type Scenery = {
  readonly stage: Stage;
  readonly commands: Commands;
  readonly books: Books;
  readonly run: Started;
};

async function strikeAt({ stage, commands, books, run }: Scenery, { victim }: Kill, point: Point): Promise<Struck> {
  if (victim === 'vendor forgets') await books.keep(stage.stem);
  if (point.cancels) return strikeInCancel({ stage, commands, books, run }, victim);
  const sinceMs = performance.now();
  await strike(stage, victim, run);
  return { goesOn: heard(stage, sinceMs) };
}

/** Cancels, strikes while that is under way, and cancels again until it is acknowledged. */
async function strikeInCancel({ stage, commands, run }: Scenery, victim: Kill['victim']): Promise<Struck> {
  const cancel = () => commands.start('cancel', stage.stem, '--simulate');
  const first = cancel();
  const pause = new Promise((resolve) => setTimeout(resolve, stage.random() * 1_500));
  await Promise.race([pause, first.ended]);
  await strike(stage, victim, victim === 'command' ? first : run);
  let { code } = await first.ended;
  for (let time = 0; time < 5 && code !== 0; time += 1) ({ code } = await cancel().ended);
  return code === 0 ? { cancelledMs: Date.now() } : {};
}

/** Seconds until the vendor hears of us again; undefined: it did not within a minute, since nothing was left to do. */
async function heard({ vendor }: Stage, sinceMs: number): Promise<number | undefined> {
  const next = await Promise.all(CALLS.map((call) => vendor.upcoming(call)));
  return Promise.any(next.map((wait) => wait())).then(
    () => (performance.now() - sinceMs) / 1000,
    () => undefined,
  );
}

/** A finished pipeline, run again, pays nothing. */
async function notFree(commands: Commands, stage: Stage, books: Books, state: string, file: string) {
  // Every third time: it takes as long as a short run.
  if (state !== 'done' || stage.random() > 1 / 3) return [];
  const { posts } = await books.stats();
  const again = await commands.run(...runArgs(stage, file));
  const more = (await books.stats()).posts - posts;
  return again.code === 0 && more === 0 ? [] : [`I2 run again: exit ${again.code}, ${more} POSTs`];
}
