import { clean } from '../terminal/clean.ts';
import { counted } from '../terminal/numbers.ts';
import type { Screen } from '../terminal/screen.ts';
import { pad, textWidth } from '../terminal/text-width.ts';

/** One thing that was looked at. Where it is not well, `hint`: what to do; `exit`: the doctor's code, 69 unless said. */
export type Check = {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly hint?: string;
  readonly exit?: number;
};

/** What was looked at, one line each, with what to do below what is not well. */
export function doctorView(checks: readonly Check[], { paint }: Pick<Screen, 'paint'>): string {
  const names = checks.map((item) => clean(item.check, 40));
  const width = Math.max(0, ...names.map(textWidth));
  const lines = checks.flatMap((item, at) => {
    const mark = item.ok ? paint('good', 'ok ') : paint('bad', 'bad');
    const hint = item.hint === undefined ? [] : [`${' '.repeat(width + 7)}→ ${clean(item.hint)}`];
    return [`${mark}  ${pad(names[at] ?? '', width)}  ${clean(item.detail)}`, ...hint];
  });
  const bad = checks.filter((item) => !item.ok).length;
  const end = bad === 0 ? paint('good', 'all is well') : paint('bad', `${counted(bad, 'thing')} to mend`);
  return [...lines, end].join('\n');
}
