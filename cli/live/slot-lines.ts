import type { NodeState } from '../../plan/run-view.ts';
import { duration } from '../terminal/durations.ts';
import { count } from '../terminal/numbers.ts';
import type { Style } from '../terminal/paint.ts';
import type { Line } from './line.ts';
import { HOLDS_SLOT, type NodeNow, type Progress } from './progress.ts';

/** The account's slots, ● in use and ○ free, and below them what each renders; at most `most` lines. */
export function slotLines(progress: Progress, nowMs: number, most: number): readonly Line[] {
  const { view } = progress;
  if (view === undefined) return [];
  const busy = progress.nodes.flatMap((now, node) => (HOLDS_SLOT.has(now.state) ? [{ node, now }] : []));
  busy.sort((a, b) => (a.now.takenMs ?? 0) - (b.now.takenMs ?? 0) || a.node - b.node);
  const fits = busy.length < most ? busy : busy.slice(0, Math.max(0, most - 2));
  const rest = busy.length - fits.length;
  const lines = fits.map(({ node, now }) => slotLine(progress.plan.nodes[node]?.id ?? '', now, nowMs));
  if (rest > 0 && most > 1) lines.push([[`        … and ${count(rest)} more`, 'faint']]);
  return [dots(view.slots, busy.length), ...lines];
}

function dots(slots: { used: number; held: number; limit: number; waiting: boolean }, busy: number): Line {
  const used = Math.max(slots.used, busy);
  const most = 12;
  const full = Math.min(used, most);
  const kept = Math.min(Math.max(0, slots.held - used), most - full);
  const free = Math.min(Math.max(0, slots.limit - used - kept), most - full - kept);
  const shown = [...Array(full).fill('●'), ...Array(kept).fill('◌'), ...Array(free).fill('○')].join(' ');
  const others = slots.waiting ? ', other runs wait for slots' : '';
  return [
    ['slots   ', 'faint'],
    [shown, 'busy'],
    [`  ${count(used)} of ${count(slots.limit)}${others}`, 'faint'],
  ];
}

function slotLine(id: string, now: NodeNow, nowMs: number): Line {
  const elapsed = duration(Math.max(0, nowMs - (now.takenMs ?? nowMs)));
  return [['        '], [`${id}  `], [`${WORDS[now.state] ?? now.state} `, STYLES[now.state]], [elapsed, 'faint']];
}

const WORDS: { readonly [state in NodeState]?: string } = { submitting: 'sending', late: 'late, still waited for' };
const STYLES: { readonly [state in NodeState]?: Style } = {
  rendering: 'busy',
  late: 'warn',
  queued: 'faint',
  submitting: 'faint',
};
