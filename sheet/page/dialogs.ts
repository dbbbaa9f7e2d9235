import type { Due } from '../model/data.ts';
import { button, element } from './element.ts';

/** Shows something above the page until it is left; `Escape` leaves it. */
function open(name: string, ...children: readonly Node[]): HTMLDialogElement {
  const dialog = element('dialog', { 'aria-label': name }, ...children);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

const KEYS: readonly (readonly [string, string])[] = [
  ['1 – 9', 'choose that take of the shot in focus'],
  ['Enter', 'choose the take in focus'],
  ['↑ ↓', 'shot before, shot after'],
  ['← →', 'take before, take after'],
  ['Space', 'play or pause'],
  ['z', 'as large as the window, and back'],
  ['a  r', 'approve, reject'],
  ['n', 'write a note about the take in focus'],
  ['u', 'undo'],
  ['p', 'promote the chosen: what it makes and costs comes first'],
  ['f', 'next filter'],
  ['x', 'next shot that waits for you'],
];

export function showKeys(): void {
  const rows = KEYS.flatMap(([key, words]) => [element('dt', {}, element('kbd', {}, key)), element('dd', {}, words)]);
  const said = element(
    'p',
    { class: 'quiet' },
    'An answer is written down at once and pays for nothing. What is made of the answers is paid when you promote.',
  );
  const dialog = open(
    'Keys',
    element('h2', {}, 'Keys'),
    element('dl', {}, ...rows),
    said,
    button({ class: 'main' }, () => dialog.close(), 'Close'),
  );
}

/** Asks for a text; an empty one takes the note away. */
export function askNote(about: string, before: string, most: number, save: (text: string) => void): void {
  const field = element('textarea', { rows: 4, maxlength: most, 'aria-label': `Note about ${about}` });
  field.value = before;
  const done = () => {
    save(field.value.trim());
    dialog.close();
  };
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    done();
  });
  const dialog = open(
    'Note',
    ...[
      element('h2', {}, `Note about ${about}`),
      field,
      element('p', { class: 'quiet' }, 'Enter saves, Shift and Enter begins a line.'),
    ],
    element(
      'div',
      { class: 'ends' },
      button({}, () => dialog.close(), 'Cancel'),
      button({ class: 'main' }, done, 'Save'),
    ),
  );
  field.focus();
}

/** Shows what going on would make and cost; `agree` is called once, however often it is clicked. */
export function askPromote(due: Due, agree: () => void): void {
  const rows = due.nodes.map(({ node, price, because }) =>
    element('tr', {}, element('td', { title: because }, node), element('td', {}, price)),
  );
  const table = element('table', {}, element('tbody', {}, ...rows));
  const go = button(
    { class: 'main' },
    () => {
      go.disabled = true;
      agree();
      dialog.close();
    },
    due.isFree ? 'Go on, $0' : `Make ${due.nodes.length === 1 ? 'it' : 'them'} for ${due.price}`,
  );
  const what = `${due.nodes.length} ${due.nodes.length === 1 ? 'thing is' : 'things are'} made of what you chose`;
  const dialog = open(
    'Promote the chosen',
    ...[
      element('h2', {}, due.price),
      element('p', {}, what),
      element('div', { class: 'table', tabindex: 0, role: 'region', 'aria-label': 'what is made' }, table),
    ],
    element(
      'div',
      { class: 'ends' },
      button({}, () => dialog.close(), 'Cancel'),
      go,
    ),
  );
  go.focus();
}
