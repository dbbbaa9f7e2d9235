import type { Board } from './board.ts';

/** Everything can be done from the keyboard; the keys stand in `dialogs`. */
export function listenToKeys(board: Board): void {
  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector('dialog[open]') !== null) return;
    if (target instanceof HTMLElement && target.closest('input, textarea, select, audio') !== null) return;
    // A button that was tabbed to is pressed by these, as anywhere.
    const isPressing = target instanceof HTMLElement && target.closest('button, a') !== null;
    if (isPressing && (key === 'Enter' || key === ' ')) return;
    if (!pressed(board, key)) return;
    event.preventDefault();
  });
}

/** False for a key that is none of ours. */
function pressed(board: Board, key: string): boolean {
  if (/^[1-9]$/.test(key)) board.choose(Number(key) - 1);
  else if (key === 'Enter') board.chooseCurrent();
  else if (key === 'ArrowDown' || key === 'j') board.move(1);
  else if (key === 'ArrowUp' || key === 'k') board.move(-1);
  else if (key === 'ArrowRight' || key === 'l') board.step(1);
  else if (key === 'ArrowLeft' || key === 'h') board.step(-1);
  else if (key === ' ') board.playOrPause();
  else if (key === 'a' || key === 'r') board.approve(key === 'a' ? 'approved' : 'rejected');
  else if (key === 'n') board.note();
  else if (key === 'u') board.undo();
  else if (key === 'p') board.promote();
  else if (key === 'f') board.nextFilter();
  else if (key === 'x') board.nextOpen();
  else if (key === 'z' || (key === 'Escape' && board.isLarge())) board.large();
  else if (key === '?') board.help();
  else return false;
  return true;
}
