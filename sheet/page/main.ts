import type { Change, Sheet } from '../model/data.ts';
import { openBoard } from './board.ts';
import { listenToKeys } from './keys.ts';
import { serverOrders } from './orders.ts';

/** One file holds its sheet; a served page is told of it, and of what changes. */
const held = document.getElementById('sheet')?.textContent;
if (held) {
  const board = openBoard(undefined);
  board.show(read<Sheet>(held));
  listenToKeys(board);
} else {
  const board = openBoard(serverOrders());
  listenToKeys(board);
  const live = new EventSource('live');
  live.addEventListener('sheet', ({ data }) => board.show(read<Sheet>(data)));
  live.addEventListener('change', ({ data }) => board.change(read<Change>(data)));
  live.addEventListener('trouble', ({ data }) => board.trouble(read<{ readonly words: string }>(data).words));
  live.addEventListener('open', () => board.connected(true));
  live.addEventListener('error', () => board.connected(false));
}

/** Written by our own server or into our own file. */
function read<T>(text: string): T {
  return JSON.parse(text);
}
