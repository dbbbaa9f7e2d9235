import type { Due, Head, Sheet } from '../model/data.ts';
import { button, element, set, write } from './element.ts';
import { FILTER_WORDS, FILTERS, type Filter, filterCounts } from './filters.ts';
import { length, moment } from './lengths.ts';

export type HeadActs = {
  readonly isServed: boolean;
  readonly filter: (filter: Filter) => void;
  readonly promote: () => void;
  readonly undo: () => void;
  readonly help: () => void;
};

export type HeadView = {
  readonly box: HTMLElement;
  readonly update: (sheet: Sheet, filter: Filter) => void;
  readonly tick: (nowMs: number) => void;
  readonly connected: (isConnected: boolean) => void;
};

/** What stands above the cards and stays in sight: the run, its money and slots, the filters, and what goes on next. */
export function headView(acts: HeadActs): HeadView {
  const run = element('h1');
  const name = element('span', { class: 'name' });
  const state = element('strong', { class: 'state' });
  const time = element('span', { class: 'time' });
  const money = element('span', { class: 'money' });
  const slots = element('span', { class: 'slots' });
  const notice = element('p', { class: 'notice' });
  const bar = element(
    'div',
    { class: 'bar', role: 'img' },
    ...['done', 'moving', 'wrong'].map((kind) => element('i', { 'data-kind': kind })),
  );
  const filters = FILTERS.map((filter) => ({
    filter,
    made: button({}, () => acts.filter(filter), FILTER_WORDS[filter], ' ', element('b')),
  }));
  const promote = button({ class: 'promote' }, acts.promote);
  const undo = button({ class: 'plain' }, acts.undo, 'Undo');
  const help = button({ class: 'plain', 'aria-label': 'Keys', title: 'Keys (?)' }, acts.help, '?');
  const facts = element('p', { class: 'facts' }, state, time, money, slots);
  const box = element(
    'header',
    { class: 'top' },
    element('div', { class: 'row' }, run, name, facts),
    bar,
    element(
      'div',
      { class: 'row' },
      element('nav', { 'aria-label': 'Which shots' }, ...filters.map(({ made }) => made)),
      element('div', { class: 'acts' }, undo, promote, help),
    ),
    notice,
  );
  let shown: Head | undefined;

  function update(sheet: Sheet, filter: Filter): void {
    const { head } = sheet;
    shown = head;
    document.title = `${head.run} · Dailies`;
    write(run, head.run);
    write(name, `${head.name}${head.simulated ? ' (simulated)' : ''}`);
    write(state, head.state);
    set(state, { 'data-tone': head.tone });
    write(money, moneyWords(head));
    slots.hidden = head.slots === undefined;
    drawSlots(slots, head.slots ?? { used: 0, limit: 0 });
    drawBar(bar, head.bar);
    notice.hidden = head.notice === undefined;
    write(notice, head.notice ?? '');
    const counts = filterCounts(sheet);
    for (const { filter: one, made } of filters) {
      const many = counts.get(one) ?? 0;
      set(made, { 'aria-pressed': one === filter ? 'true' : 'false' });
      made.hidden = many === 0 && one !== 'all' && one !== 'you' && one !== filter;
      const count = made.querySelector('b');
      if (count !== null) write(count, String(many));
    }
    undo.hidden = !acts.isServed || head.undo === undefined;
    set(undo, { title: head.undo === undefined ? undefined : `${head.undo} (u)` });
    drawPromote(promote, acts.isServed ? head.due : undefined);
    tick(Date.now());
  }

  function tick(nowMs: number): void {
    if (shown === undefined) return;
    const { startedMs, endedMs, leftMs } = shown;
    const left = endedMs === undefined && leftMs !== undefined ? `, about ${length(leftMs)} left` : '';
    write(time, `${moment(startedMs)}, ${length((endedMs ?? nowMs) - startedMs)}${left}`);
  }

  return {
    ...{ box, update, tick },
    connected: (isConnected) => set(box, { 'data-away': !isConnected }),
  };
}

function moneyWords({ spent, planned, reserved, refunded, limit }: Head): string {
  const more = [
    reserved === undefined ? [] : [`${reserved} reserved`],
    refunded === undefined ? [] : [`${refunded} refunded`],
    limit === undefined ? [] : [`limit ${limit}`],
  ].flat();
  return [`${spent} of ${planned}`, ...more].join(', ');
}

function drawSlots(target: HTMLElement, { used, limit }: { readonly used: number; readonly limit: number }): void {
  const [full, free] = [Math.min(used, 12), Math.min(Math.max(0, limit - used), 12)];
  write(target, `${'●'.repeat(full)}${'○'.repeat(free)}`);
  set(target, {
    role: 'img',
    'aria-label': `${used} of ${limit} slots in use`,
    title: `${used} of ${limit} slots in use`,
  });
}

function drawBar(target: HTMLElement, bar: Head['bar']): void {
  const { total, ...parts } = bar;
  for (const one of target.querySelectorAll('i')) {
    const many = Object.entries(parts).find(([kind]) => kind === one.dataset.kind)?.[1] ?? 0;
    one.style.flexGrow = String(many);
  }
  target.style.setProperty('--rest', String(Math.max(0, total - bar.done - bar.moving - bar.wrong)));
  set(target, { 'aria-label': `${bar.done} of ${total} done, ${bar.moving} at work, ${bar.wrong} without a file` });
}

function drawPromote(target: HTMLButtonElement, due: Due | undefined): void {
  target.hidden = due === undefined;
  if (due !== undefined) write(target, due.isFree ? 'Go on, $0' : `Promote the chosen, ${due.price}`);
}
