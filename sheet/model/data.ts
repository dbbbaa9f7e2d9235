/** What the page is drawn from: plain data, texts of others in it as they are, money and lengths already in words. */
export type Sheet = {
  readonly head: Head;
  readonly sections: readonly Section[];
};

/** Everything that stands above the cards. */
export type Head = {
  /** stem#n. */
  readonly run: string;
  readonly name: string;
  readonly simulated: boolean;
  /** What the run is doing or how it ended, in plain words. */
  readonly state: string;
  readonly tone: Tone;
  /** Why nothing moves, where something stands in the way. */
  readonly notice?: string;
  readonly startedMs: number;
  /** Absent: it goes on. */
  readonly endedMs?: number;
  /** About how long it still takes, ms; absent: nobody can say. */
  readonly leftMs?: number;
  readonly spent: string;
  readonly planned: string;
  readonly reserved?: string;
  readonly refunded?: string;
  readonly limit?: string;
  /** Absent: nothing is known of slots now. */
  readonly slots?: { readonly used: number; readonly limit: number };
  /** Of all that is made: how much is there, is being made, has come to nothing. */
  readonly bar: { readonly total: number; readonly done: number; readonly moving: number; readonly wrong: number };
  /** What the answers that are given would let go on. */
  readonly due?: Due;
  /** Something can be undone: which answer or note. */
  readonly undo?: string;
};

/** The steps, in file order. */
export type Section = { readonly step: string; readonly groups: readonly Group[] };

/**
 * Cards that belong side by side. pick: one (or `choose`) of them is chosen; approve: a person lets go on what hangs on
 * them; takes: the same shot several times, nothing to choose; one: a single shot.
 */
export type Group = {
  readonly id: string;
  readonly kind: 'pick' | 'approve' | 'takes' | 'one';
  readonly title: string;
  readonly cards: readonly Card[];
  /** What a person is asked, or what was answered. */
  readonly question?: Question;
};

export type Question = {
  readonly step: string;
  readonly group: string;
  /** How many are to be chosen; 0 for an approve. */
  readonly choose: number;
  /** `too early`: nothing to choose from yet. `answered`: it stands in the picks file; `taken`: the run has gone on with it. */
  readonly state: 'too early' | 'open' | 'answered' | 'taken' | 'outdated' | 'closed';
  readonly words: string;
  /** Nodes; for an approve the answer alone counts. */
  readonly chosen: readonly string[];
  readonly answer?: 'approved' | 'rejected';
};

export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'quiet';

/** One shot. */
export type Card = {
  readonly node: string;
  /** What tells it apart in its group. */
  readonly label: string;
  /** Which filters it falls under. */
  readonly marks: readonly Mark[];
  readonly state: string;
  readonly tone: Tone;
  /** While it renders: since when, and how long such a render is expected to take, ms. */
  readonly sinceMs?: number;
  readonly expectedMs?: number;
  /** `$0.25`, `at most $0.25`. */
  readonly price: string;
  /** `3 s`. */
  readonly seconds: string;
  /** `480p · skyreels-v4-fast`. */
  readonly made: string;
  readonly prompt: readonly Words[];
  readonly media?: Media;
  /** Why it is not there, what the vendor said, and what to do. */
  readonly trouble?: readonly string[];
  readonly note?: string;
};

export const MARKS = ['failed', 'unsure', 'stale', 'moving'] as const;
export type Mark = (typeof MARKS)[number];

/** A piece of a prompt; `own`: the other takes of the group do not have it. */
export type Words = { readonly text: string; readonly own: boolean };

/** `src` is relative to the page. */
export type Media = {
  readonly kind: 'video' | 'image' | 'audio' | 'other';
  readonly src: string;
  readonly width: number;
  readonly height: number;
  readonly file: string;
};

/** What going on would make and cost. `offer`: only what was shown under this name is agreed to. */
export type Due = {
  readonly offer: string;
  readonly price: string;
  readonly isFree: boolean;
  readonly nodes: readonly { readonly node: string; readonly price: string; readonly because: string }[];
};

/** What changed since the last time: the head, and groups whole. */
export type Change = { readonly head: Head; readonly groups: readonly Group[] };
