import type { Group } from '../model/data.ts';
import { type CardState, type CardView, cardView } from './card-view.ts';
import { button, element, set, write } from './element.ts';
import { type InStep, inStep } from './in-step.ts';
import type { Watch } from './seen.ts';

export type GroupView = {
  readonly box: HTMLElement;
  readonly group: () => Group;
  readonly update: (group: Group, half: readonly string[]) => void;
  readonly tick: (nowMs: number) => void;
  readonly playing: InStep;
  /** The card that notes and Enter are about. */
  readonly current: () => CardView | undefined;
  /** Makes a card the current one. */
  readonly point: (index: number) => void;
  /** The next card in a direction; false where there is none. */
  readonly step: (by: 1 | -1) => boolean;
};

export type GroupActs = {
  /** The page can change something. */
  readonly isServed: boolean;
  readonly choose: (group: Group, node: string) => void;
  readonly approve: (group: Group, answer: 'approved' | 'rejected') => void;
  readonly entered: (group: Group) => void;
  /** About the current take of the shot in focus. */
  readonly note: () => void;
  /** The shot in focus as large as the window, and back. */
  readonly large: () => void;
  readonly watch: Watch;
  /** Whether what is in sight plays by itself. */
  readonly playsItself: () => boolean;
};

/** Cards side by side that play in step, with what is asked about them. */
export function groupView(first: Group, acts: GroupActs): GroupView {
  let group = first;
  let at = 0;
  const title = element('h3');
  const words = element('span', { class: 'words' });
  const answers = element('span', { class: 'answers' });
  const cards = element('div', { class: 'cards' });
  const large = button(
    { class: 'quiet-button', title: 'Large, and back (z)', 'aria-label': '⤢ large, and back' },
    () => {
      acts.entered(group);
      acts.large();
    },
    '⤢',
  );
  const head = element('header', {}, title, words, answers, large);
  const box = element('section', { class: 'group', role: 'group', tabindex: -1 }, head, cards);
  const buttons = (['approved', 'rejected'] as const).map((answer) =>
    button({ 'data-answer': answer }, () => acts.approve(group, answer), answer === 'approved' ? 'Approve' : 'Reject'),
  );
  answers.append(...buttons);
  const playing = inStep(
    () => views.flatMap(({ media }) => media.video() ?? []),
    (isPlaying) => set(box, { 'data-playing': isPlaying }),
  );
  const views: readonly CardView[] = first.cards.map(({ node }, index) =>
    cardView(node, {
      choose: () => {
        at = index;
        mark();
        acts.choose(group, node);
      },
      picture: playing.changed,
      note: acts.isServed
        ? () => {
            at = index;
            mark();
            acts.entered(group);
            acts.note();
          }
        : undefined,
    }),
  );
  cards.append(...views.map((view) => view.box));
  box.addEventListener('focusin', () => acts.entered(group));
  box.addEventListener('pointerenter', () => playing.play());
  acts.watch(box, {
    near: (isNear) => {
      if (isNear) return;
      for (const { media } of views) media.hide();
    },
    seen: (isSeen) => {
      if (isSeen) for (const { media } of views) media.show();
      if (isSeen && acts.playsItself()) playing.play();
      else playing.pause();
    },
  });

  function update(next: Group, half: readonly string[]): void {
    group = next;
    const { question, kind } = group;
    set(box, {
      id: `group ${group.id}`.replaceAll(' ', '-'),
      'data-kind': kind,
      'data-question': question?.state,
      'aria-label': `${group.title} ${question?.words ?? ''}`.trim(),
    });
    box.style.setProperty('--many', String(Math.max(1, group.cards.length)));
    head.hidden = kind === 'one';
    write(title, group.title);
    const partly =
      half.length > 0 && half.length < (question?.choose ?? 1)
        ? `${half.length} of ${question?.choose ?? 1} chosen`
        : undefined;
    write(words, partly ?? question?.words ?? '');
    answers.hidden = kind !== 'approve' || !acts.isServed;
    for (const one of buttons) {
      one.disabled = question === undefined || question.state === 'too early' || question.state === 'taken';
      set(one, { 'aria-pressed': one.dataset.answer === question?.answer ? 'true' : 'false' });
    }
    for (const [index, card] of group.cards.entries()) views[index]?.update(card, stateOf(card.node, index, half));
    mark();
  }

  function stateOf(node: string, index: number, half: readonly string[]): CardState {
    const { question, kind } = group;
    const isChosen = question?.chosen.includes(node) ?? false;
    const old = question?.state === 'outdated' ? 'old' : 'yes';
    return {
      digit: kind === 'pick' ? index + 1 : 0,
      chosen: half.includes(node)
        ? half.length < (question?.choose ?? 1)
          ? 'half'
          : 'yes'
        : isChosen && half.length === 0
          ? old
          : 'no',
      canChoose: acts.isServed && question?.state !== 'too early' && group.cards[index]?.media !== undefined,
      question,
    };
  }

  function mark(): void {
    for (const [index, view] of views.entries()) set(view.box, { 'data-current': index === at && views.length > 1 });
  }

  return {
    ...{ box, update, playing },
    group: () => group,
    tick: (nowMs) => {
      for (const view of views) view.tick(nowMs);
    },
    current: () => views[at],
    point: (index) => {
      at = index;
      mark();
    },
    step: (by) => {
      if (views[at + by] === undefined) return false;
      at += by;
      mark();
      return true;
    },
  };
}
