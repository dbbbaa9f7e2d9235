import { expect, test } from 'vitest';
import { rendersFolderOf } from '../../cli/session/follow-run.ts';

test('the renders of used pipelines lie in folders of their own: the one around them is named', () => {
  const folder = (...files: string[]) => rendersFolderOf(files.map((file) => ({ file })));
  expect(folder('renders/x/a.mp4', 'renders/x/b.mp4')).toBe('renders/x/');
  expect(folder('renders/x/ep@one/a.mp4', 'renders/x/ep@two/a.mp4')).toBe('renders/x/');
  expect(folder('renders/x/ep@one/a.mp4', 'renders/x/a.mp4')).toBe('renders/x/');
  expect(folder()).toBe('');
});
