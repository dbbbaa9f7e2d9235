import { NOTE_CHARACTERS } from '../../plan/picks.ts';
import type { Change, Group, Question, Sheet } from '../model/data.ts';
import { askNote, askPromote, showKeys } from './dialogs.ts';
import { element, set, write } from './element.ts';
import { FILTERS, type Filter, isIn } from './filters.ts';
import { type GroupView, groupView } from './group-view.ts';
import { headView } from './head-view.ts';
import type { Orders, Reply } from './orders.ts';
import { watchSight } from './seen.ts';

/** The page: what it shows, and everything that a person can do on it. */
export type Board = {
  readonly show: (sheet: Sheet) => void;
  readonly change: (change: Change) => void;
  readonly connected: (isConnected: boolean) => void;
  /** Why the server cannot tell how everything stands. */
  readonly trouble: (words: string) => void;
  readonly choose: (card: number) => void;
  readonly chooseCurrent: () => void;
  readonly move: (by: 1 | -1) => void;
  readonly step: (by: 1 | -1) => void;
  readonly playOrPause: () => void;
  readonly approve: (answer: 'approved' | 'rejected') => void;
  readonly note: () => void;
  readonly undo: () => void;
  readonly promote: () => void;
  readonly nextFilter: () => void;
  readonly nextOpen: () => void;
  /** The shot in focus fills the window, or stands among the others again. */
  readonly large: () => void;
  readonly isLarge: () => boolean;
  readonly help: () => void;
};

/** Without `orders` there is nobody to order anything: the sheet is for looking. */
export function openBoard(orders: Orders | undefined): Board {
  let sheet: Sheet | undefined;
  let filter: Filter = 'all';
  let focused: string | undefined;
  const half = new Map<string, readonly string[]>();
  /** Groups whose choice is on its way: shown as chosen at once, until the server tells how it stands. */
  const sent = new Map<string, readonly string[]>();
  const views = new Map<string, GroupView>();
  const isServed = orders !== undefined;
  const stills = matchMedia('(prefers-reduced-motion: reduce)');
  const watch = watchSight();
  const head = headView({ isServed, filter: choosesFilter, promote, undo, help: showKeys });
  const main = element('main');
  const said = element('p', { class: 'said', role: 'status' });
  document.body.replaceChildren(head.box, main, said);
  setInterval(() => tick(Date.now()), 1000);

  function show(next: Sheet): void {
    sheet = next;
    views.clear();
    main.replaceChildren(
      ...next.sections.map(({ step, groups }) => {
        const boxes = groups.map((group) => {
          const view = groupView(group, {
            ...{ isServed, watch, approve: approves, playsItself: () => !stills.matches },
            choose: (one, node) => chooses(one, node),
            entered: (one) => enter(one.id),
            ...{ note, large },
          });
          views.set(group.id, view);
          return view.box;
        });
        return element(
          'section',
          { class: 'step', 'aria-label': step },
          element('h2', {}, step),
          element('div', { class: 'groups' }, ...boxes),
        );
      }),
    );
    draw();
  }

  function change({ head: next, groups }: Change): void {
    if (sheet === undefined) return;
    const changed = new Map(groups.map((group) => [group.id, group]));
    const sections = sheet.sections.map((section) => ({
      ...section,
      groups: section.groups.map((group) => changed.get(group.id) ?? group),
    }));
    sheet = { head: next, sections };
    for (const group of groups) arrived(group);
    draw();
  }

  /** What was told before the last choice was written says nothing of it. */
  function arrived({ id, question }: Group): void {
    const awaited = sent.get(id);
    if (awaited === undefined || !awaited.every((node) => question?.chosen.includes(node))) return;
    sent.delete(id);
    half.delete(id);
  }

  function draw(): void {
    if (sheet === undefined) return;
    head.update(sheet, filter);
    for (const group of sheet.sections.flatMap(({ groups }) => groups)) {
      const view = views.get(group.id);
      view?.update(group, half.get(group.id) ?? []);
      if (view !== undefined) view.box.hidden = !isIn(filter, group);
    }
    for (const step of main.querySelectorAll<HTMLElement>('.step')) {
      step.hidden = step.querySelector('.group:not([hidden])') === null;
    }
    main.dataset.empty = main.querySelector('.step:not([hidden])') === null ? 'nothing here' : '';
    enter(focused ?? shown()[0]?.group().id);
  }

  function tick(nowMs: number): void {
    head.tick(nowMs);
    for (const view of views.values()) view.tick(nowMs);
  }

  function shown(): readonly GroupView[] {
    return [...views.values()].filter(({ box }) => !box.hidden);
  }

  /** One group at a time is where Tab stops. */
  function enter(id: string | undefined): void {
    if (focused !== undefined && focused !== id)
      set(views.get(focused)?.box ?? main, { tabindex: -1, 'data-focused': false });
    focused = id;
    if (id !== undefined) set(views.get(id)?.box ?? main, { tabindex: 0, 'data-focused': true });
  }

  function focusOn(view: GroupView | undefined): void {
    if (view === undefined) return;
    const wasLarge = isLarge();
    if (wasLarge) large();
    enter(view.group().id);
    if (wasLarge) large();
    view.box.focus({ preventScroll: true });
    view.box.scrollIntoView({ block: 'nearest' });
    view.playing.play();
  }

  const view = () => views.get(focused ?? '');

  const isLarge = () => view()?.box.hasAttribute('data-large') ?? false;

  function large(): void {
    const box = view()?.box;
    if (box === undefined) return;
    set(box, { 'data-large': !box.hasAttribute('data-large') });
    box.focus();
    view()?.playing.play();
  }

  function move(by: 1 | -1): void {
    const all = shown();
    const at = all.findIndex((one) => one.group().id === focused);
    focusOn(at < 0 ? all[0] : all[at + by]);
  }

  function chooses({ id, question, cards }: Group, node: string): void {
    const card = cards.find((one) => one.node === node);
    if (orders === undefined || question === undefined || question.choose === 0) return;
    if (card?.media === undefined || question.state === 'too early') {
      say(card?.media === undefined ? 'there is no file of it to choose' : question.words);
      return;
    }
    const before = sent.has(id) ? [] : (half.get(id) ?? []);
    const now = before.includes(node) ? before.filter((one) => one !== node) : [...before, node];
    const isSame = question.state === 'answered' && question.choose === 1 && question.chosen[0] === node;
    if (isSame) half.delete(id);
    else half.set(id, now.slice(-question.choose));
    draw();
    if (!isSame && now.length >= question.choose) void sends(id, question, now.slice(-question.choose));
  }

  async function sends(id: string, { step, group }: Question, nodes: readonly string[]): Promise<void> {
    sent.set(id, nodes);
    const { kind } = await order('pick', { step, group, nodes });
    if (kind === 'done' || sent.get(id) !== nodes) return;
    sent.delete(id);
    half.delete(id);
    draw();
  }

  function approves({ question }: Group, answer: 'approved' | 'rejected'): void {
    if (question === undefined || question.state === 'too early' || question.state === 'taken') return;
    void order('approve', { step: question.step, group: question.group, answer });
  }

  function note(): void {
    const node = view()?.current()?.node;
    const card = view()
      ?.group()
      .cards.find((one) => one.node === node);
    if (orders === undefined || card === undefined) return;
    askNote(card.node, card.note ?? '', NOTE_CHARACTERS, (text) => void order('note', { node: card.node, text }));
  }

  function undo(): void {
    half.clear();
    sent.clear();
    draw();
    void order('undo', {});
  }

  async function promote(): Promise<void> {
    const { due } = await order('offer', {});
    if (due !== undefined) askPromote(due, () => void order('promote', { offer: due.offer }));
  }

  async function order(name: string, body: object): Promise<Reply> {
    if (orders === undefined) return { kind: 'away', words: '' };
    const reply = await orders(name, body);
    say(reply.hint === undefined ? reply.words : `${reply.words}: ${reply.hint}`, reply.kind !== 'done');
    return reply;
  }

  function say(words: string, isBad = false): void {
    write(said, words);
    set(said, { 'data-bad': isBad });
  }

  function choosesFilter(next: Filter): void {
    filter = next;
    focused = views.get(focused ?? '')?.box.hidden ? undefined : focused;
    draw();
    scrollTo({ top: 0 });
  }

  return {
    ...{ show, change, move, note, undo, large, isLarge, help: showKeys },
    connected: head.connected,
    trouble: (words) => say(words, true),
    choose: (at) => {
      const group = view()?.group();
      const node = group?.cards[at]?.node;
      if (group === undefined || node === undefined) return;
      view()?.point(at);
      chooses(group, node);
    },
    chooseCurrent: () => {
      const node = view()?.current()?.node;
      const group = view()?.group();
      if (group !== undefined && node !== undefined) chooses(group, node);
    },
    step: (by) => {
      if (view()?.step(by) === false) move(by);
    },
    playOrPause: () => {
      const playing = view()?.playing;
      if (playing?.isPlaying()) playing.pause();
      else playing?.play();
    },
    approve: (answer) => {
      const group = view()?.group();
      if (group?.kind === 'approve' && isServed) approves(group, answer);
    },
    promote: () => void promote(),
    nextFilter: () => {
      const open = FILTERS.filter(
        (one) => one === 'all' || sheet?.sections.some(({ groups }) => groups.some((group) => isIn(one, group))),
      );
      choosesFilter(open[(open.indexOf(filter) + 1) % open.length] ?? 'all');
    },
    nextOpen: () => {
      const all = shown();
      const at = all.findIndex((one) => one.group().id === focused);
      focusOn([...all.slice(at + 1), ...all.slice(0, at + 1)].find((one) => isIn('you', one.group())));
    },
  };
}
