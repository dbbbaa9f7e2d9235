import { type StepReference, stepReferences } from '../expressions/index.ts';
import type { Compilation } from './compilation.ts';
import { expressionsIn } from './compiled-value.ts';
import type { Draft } from './draft.ts';
import { nodeOfOutput } from './part-source.ts';
import { spanInText } from './tree.ts';

/**
 * Says where a request asks for the whole film of a chain, and there is no media host that could hand it on: where the
 * vendor returns what is new alone, the film is joined here.
 */
export function checkFilms(scope: Compilation, { fields }: Draft): void {
  const { options, api, report } = scope;
  if (options.media?.host || api.extendOutput === 'includes-source') return;
  const found = [...fields.values()].flatMap(({ compiled }) => expressionsIn(compiled));
  for (const { expression, at, tree, path } of found) {
    for (const reference of stepReferences(expression)) {
      if (!isFilm(scope, reference)) continue;
      const isSure = api.extendOutput === 'segment-only';
      const message = isSure
        ? `the film of "${reference.step}" is joined here, and the vendor can fetch it only from a media host`
        : `the film of "${reference.step}" is joined here if the vendor returns only what is new: then it needs a media host`;
      const hint = 'write media-host into dailies.yaml, or try it with --simulate';
      const span = spanInText(tree, at + reference.at);
      report.add({ code: 'CHAIN_FILM', severity: isSure ? 'error' : 'warning', span, path, message, hint });
    }
  }
}

/** The reference is to the video of a chain, perhaps through what a pipeline hands out. */
function isFilm({ steps, parts }: Compilation, { step, link, output }: StepReference): boolean {
  const target = steps.get(step);
  if (target?.checked.step.uses === 'chain') return output === 'video' && link === undefined;
  const [instance] = target?.instances ?? [];
  const part = instance && parts.get(instance);
  return part !== undefined && output !== undefined && nodeOfOutput(part, output)?.kind === 'chain';
}
