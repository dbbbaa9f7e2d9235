import type { Card, Question, Words } from '../model/data.ts';
import { button, element, set, write } from './element.ts';
import { length } from './lengths.ts';
import { type MediaView, mediaView } from './media-view.ts';

export type CardView = {
  readonly node: string;
  readonly box: HTMLElement;
  readonly media: MediaView;
  readonly update: (card: Card, how: CardState) => void;
  /** Time goes on. */
  readonly tick: (nowMs: number) => void;
};

/** `digit`: the key that chooses it, 0 where nothing is chosen. `half`: one of several that are still to be chosen. */
export type CardState = {
  readonly digit: number;
  readonly chosen: 'yes' | 'half' | 'old' | 'no';
  readonly canChoose: boolean;
  readonly question: Question | undefined;
};

/** `note` is absent where nobody can write one down. */
export type CardActs = {
  readonly choose: () => void;
  readonly picture: () => void;
  readonly note: (() => void) | undefined;
};

/** A shot: its picture, what it is called, how it stands, what it costs, what was asked for, what people say of it. */
export function cardView(node: string, acts: CardActs): CardView {
  const media = mediaView(acts.picture);
  const label = element('h4');
  const state = element('span', { class: 'state' });
  const facts = element('p', { class: 'facts' });
  const prompt = element('p', { class: 'prompt' });
  const note = element('p', { class: 'note' });
  const trouble = element('div', { class: 'trouble' });
  const pace = element('div', { class: 'pace' });
  const choose = button({ class: 'choose' }, acts.choose);
  const noting = acts.note && button({ class: 'quiet-button', title: 'Note (n)' }, acts.note, '✎');
  media.frame.append(choose, pace);
  const box = element(
    'article',
    { class: 'card' },
    media.frame,
    element('div', { class: 'line' }, label, noting, state),
    facts,
    prompt,
    note,
    trouble,
  );
  media.frame.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element && target.closest('a, button, audio'))) acts.choose();
  });
  let shown: Card | undefined;

  function update(card: Card, { digit, chosen, canChoose }: CardState): void {
    shown = card;
    set(box, { 'data-tone': card.tone, 'data-chosen': chosen, 'data-node': card.node });
    write(label, card.label);
    set(label, { title: card.node });
    if (noting !== undefined) set(noting, { 'aria-label': `✎ note about ${card.label}` });
    const told = [card.price, card.seconds, card.made].filter((part) => part !== '').join(' · ');
    write(facts, told);
    set(facts, { title: told });
    drawPrompt(prompt, card.prompt);
    note.hidden = card.note === undefined;
    write(note, card.note ?? '');
    trouble.hidden = card.trouble === undefined;
    const sentences = card.trouble ?? [];
    if (trouble.textContent !== sentences.join(''))
      trouble.replaceChildren(...sentences.map((text) => element('p', {}, text)));
    media.update(card.media, `${card.node}, ${card.seconds}`);
    media.frame.style.setProperty('--shape', shapeOf(card));
    set(media.frame, {
      'data-empty': card.media === undefined,
      'data-state': card.media === undefined ? card.state : undefined,
    });
    choose.hidden = digit === 0 && chosen === 'no';
    choose.disabled = !canChoose;
    const mark = chosen === 'yes' ? '✓' : chosen === 'half' ? '…' : '';
    const text = `${digit > 0 && digit < 10 ? digit : ''}${mark}`;
    write(choose, text);
    set(choose, {
      'aria-pressed': chosen === 'yes' || chosen === 'half' ? 'true' : 'false',
      'aria-label': `${text} choose ${card.label}`.trim(),
    });
    tick(Date.now());
  }

  function tick(nowMs: number): void {
    if (shown === undefined) return;
    const { sinceMs, expectedMs = 0, state: words } = shown;
    write(state, sinceMs === undefined ? words : `${words} ${length(nowMs - sinceMs)}`);
    pace.hidden = sinceMs === undefined || expectedMs === 0;
    if (sinceMs !== undefined && expectedMs > 0) {
      pace.style.setProperty('--part', String(Math.min(1, Math.max(0, (nowMs - sinceMs) / expectedMs))));
    }
  }

  return { node, box, media, update, tick };
}

/** What all takes have in common is shortened to what stands around the words that differ. */
function drawPrompt(target: HTMLElement, words: readonly Words[]): void {
  const whole = words.map(({ text }) => text).join('');
  if (target.title === whole && target.childNodes.length > 0) return;
  target.hidden = whole === '';
  target.title = whole;
  const isCompared = words.some(({ own }) => own);
  target.replaceChildren(
    ...words.map(({ text, own }, at) => {
      if (own) return element('mark', {}, text);
      return document.createTextNode(isCompared ? shortened(text, at > 0, at < words.length - 1) : text);
    }),
  );
}

/** Words on each side of what differs. */
const AROUND = 5;

function shortened(text: string, hasBefore: boolean, hasAfter: boolean): string {
  const words = text.split(' ');
  if (words.length <= 2 * AROUND + 2) return text;
  const begin = hasBefore ? `${words.slice(0, AROUND).join(' ')} ` : '';
  return `${begin}…${hasAfter ? ` ${words.slice(-AROUND).join(' ')}` : ''}`;
}

function shapeOf({ media }: Card): string {
  return media !== undefined && media.width > 0 && media.height > 0 ? `${media.width} / ${media.height}` : '16 / 9';
}
