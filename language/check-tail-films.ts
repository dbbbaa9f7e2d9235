import { stepReferences } from '../expressions/index.ts';
import type { Compilation } from './compilation.ts';
import { expressionsIn } from './compiled-value.ts';
import type { Draft } from './draft.ts';
import { spanInText } from './tree.ts';

/**
 * Checks that no request asks for the whole film of a chain with a tail: its links are parts of it, and nothing but a
 * concat makes them one file.
 */
export function checkTailFilms({ steps, report }: Compilation, { fields }: Draft): void {
  const found = [...fields.values()].flatMap(({ compiled }) => expressionsIn(compiled));
  for (const { expression, at, tree, path } of found) {
    for (const reference of stepReferences(expression)) {
      const step = steps.get(reference.step)?.checked.step;
      const isFilm = reference.output === 'video' && reference.link === undefined;
      if (step?.uses !== 'chain' || step.with.tail === undefined || !isFilm) continue;
      const last = step.with.links.at(-1)?.id ?? '';
      const message = `the film of "${reference.step}" is several files, as only tails of it are extended`;
      const hint = `join it: { uses: concat, with: { videos: "\${{ steps.${reference.step}.outputs.video }}" } }, or take what the last link made: links['${last}']`;
      report.add({ code: 'CHAIN_TAIL', span: spanInText(tree, at + reference.at), path, message, hint });
    }
  }
}
