import type { Mark, Tone } from './data.ts';
import type { SheetNode } from './facts.ts';

type State = SheetNode['state'];

/** A state as a person says it, its tone, and which filter it falls under. */
export function stateWords(state: State): { readonly words: string; readonly tone: Tone; readonly mark?: Mark } {
  const [words, tone] = WORDS[state];
  if (MOVING.has(state)) return { words, tone, mark: 'moving' };
  if (state === 'unsure') return { words, tone, mark: 'unsure' };
  return WRONG.has(state) ? { words, tone, mark: 'failed' } : { words, tone };
}

/** At work or on its way home. */
export const MOVING: ReadonlySet<State> = new Set([
  'ready',
  'submitting',
  'queued',
  'rendering',
  'late',
  'downloading',
] as const);

/** Nothing will come of it by itself. */
export const WRONG: ReadonlySet<State> = new Set(['failed', 'skipped', 'cancelled', 'blocked', 'unsure'] as const);

const WORDS: { readonly [state in State]: readonly [string, Tone] } = {
  waiting: ['waits', 'quiet'],
  ready: ['next', 'quiet'],
  submitting: ['sending', 'busy'],
  queued: ['queued at the vendor', 'busy'],
  rendering: ['rendering', 'busy'],
  late: ['late, still waited for', 'warn'],
  downloading: ['coming home', 'busy'],
  done: ['done', 'good'],
  current: ['was there', 'good'],
  failed: ['failed', 'bad'],
  skipped: ['skipped', 'bad'],
  'not-wanted': ['not wanted', 'quiet'],
  cancelled: ['cancelled', 'warn'],
  unsure: ['unsure', 'bad'],
  blocked: ['blocked', 'bad'],
  asking: ['asks you', 'warn'],
};
