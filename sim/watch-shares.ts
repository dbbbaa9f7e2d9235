import { TIMING } from '../plan/timing.ts';
import { dueShares } from './due-shares.ts';
import type { RunProcess } from './run-process.ts';
import type { Timeline } from './timeline.ts';
import { Violation } from './violation.ts';

/** How much was seen: a watch beside which nothing happened proves nothing. */
export type SharesSeen = { periods: number; joins: number; aged: number };

type Watched = {
  readonly time: Timeline;
  readonly runs: readonly RunProcess[];
  /** The limit that counts now. */
  readonly limit: () => number;
};

/** What was seen of one run. */
type Book = {
  /** Slot-time, ms, since it has wanted all slots without a break. */
  due: number;
  used: number;
  /** Since when it has less than its whole slots; since when it waits without any. */
  shortSinceMs?: number;
  noneSinceMs?: number;
  /** It was starved, and has not given back what it got for that. */
  aged: boolean;
  joined: boolean;
};

const LOOK_MS = 500;
/** The longest task is 22 s; its end is seen, said, and the next one sent within 4 s more. */
const ROUND_MS = 26_000;
/** A period is judged when it was worth so much slot-time: then a tenth is more than two tasks at its ends. */
const LEAST_MS = 1_200_000;
const WITHIN = 0.1;

/** Looks twice a second at who uses how many slots; throws where that is not fair (L5), or somebody gets none. */
export function watchShares({ time, runs, limit }: Watched): SharesSeen {
  const books = new Map<string, Book>();
  const seen: SharesSeen = { periods: 0, joins: 0, aged: 0 };
  const look = () => {
    const slots = limit();
    const open = runs.filter((run) => run.isOpen()).map((run) => ({ run, ...wishOf(run, slots) }));
    const bookOf = ({ key }: RunProcess) => books.get(key) ?? { due: 0, used: 0, aged: false, joined: false };
    const due = dueShares(
      open.map((one) => ({ ...one, first: bookOf(one.run).aged })),
      slots,
    );
    for (const [at, { run, used, want }] of open.entries()) {
      const book = bookOf(run);
      books.set(run.key, book);
      const share = due[at] ?? 0;
      if (want < slots) judgePeriod(run.key, book, seen);
      book.due += share * LOOK_MS;
      book.used += used * LOOK_MS;
      checkShort(run.key, book, { used, whole: Math.floor(share + 1e-6), nowMs: time.now() }, seen);
      checkStarved(
        run.key,
        book,
        { used, waits: want > 0 && used === 0, rounds: open.length, nowMs: time.now() },
        seen,
      );
    }
    time.after(LOOK_MS, look);
  };
  time.after(LOOK_MS, look);
  return seen;
}

/** What it uses, and what it could use of all slots. */
function wishOf({ machine, skeleton }: RunProcess, slots: number) {
  const { flights, states } = machine().carry();
  const used = Object.values(flights).filter(({ slot }) => slot).length;
  const ready = [...states].filter((state) => state === 'r').length;
  return { used, want: Math.min(slots, used + ready), weight: skeleton.weight, prio: skeleton.priority };
}

/** A period ends when it does not want all slots any more: what it used is within a tenth of what was due, two tasks aside. */
function judgePeriod(key: string, book: Book, seen: SharesSeen): void {
  const { due, used } = book;
  book.due = 0;
  book.used = 0;
  if (Math.max(due, used) < LEAST_MS) return;
  seen.periods += 1;
  if (Math.abs(used - due) <= WITHIN * due + 2 * ROUND_MS) return;
  const seconds = (ms: number) => Math.round(ms / 1_000);
  throw new Violation('L5', `${key} used ${seconds(used)} s of slots where ${seconds(due)} s were due`);
}

/** The whole slots of its share it has as soon as the tasks have ended that others had in them. */
function checkShort(
  key: string,
  book: Book,
  { used, whole, nowMs }: { readonly used: number; readonly whole: number; readonly nowMs: number },
  seen: SharesSeen,
): void {
  // Of those that starved at once there may be more than slots: they have one in turns.
  if (used >= whole || book.aged) {
    if (used > 0 && !book.joined) seen.joins += 1;
    book.joined ||= used > 0;
    delete book.shortSinceMs;
    return;
  }
  book.shortSinceMs ??= nowMs;
  if (nowMs - book.shortSinceMs <= ROUND_MS) return;
  throw new Violation('L5', `${key} has ${used} slots for ${ROUND_MS} ms where ${whole} whole ones were due`);
}

/** Whatever the priorities, nobody waits for a slot longer than until he is starved and those before him had a turn. */
function checkStarved(
  key: string,
  book: Book,
  look: { readonly used: number; readonly waits: boolean; readonly rounds: number; readonly nowMs: number },
  seen: SharesSeen,
): void {
  const { used, waits, rounds, nowMs } = look;
  if (!waits) {
    delete book.noneSinceMs;
    book.aged &&= used === 1;
    return;
  }
  // What it got for having starved it has given back.
  if (book.noneSinceMs === undefined) book.aged = false;
  book.noneSinceMs ??= nowMs;
  const waitedMs = nowMs - book.noneSinceMs;
  if (waitedMs > TIMING.starvedMs + rounds * ROUND_MS) throw new Violation('starved', `${key} for ${waitedMs} ms`);
  if (book.aged || waitedMs < TIMING.starvedMs - LOOK_MS) return;
  book.aged = true;
  seen.aged += 1;
}
