import { type Compilation, namesOfStep } from './compilation.ts';
import { withCondition } from './conditional-drafts.ts';
import type { Draft, OwnedDraft } from './draft.ts';
import { draftApprove } from './draft-approve.ts';
import { draftChain } from './draft-chain.ts';
import { draftConcat } from './draft-concat.ts';
import { draftFetch } from './draft-fetch.ts';
import { draftGenerate } from './draft-generate.ts';
import { draftPart } from './draft-part.ts';
import { draftPick } from './draft-pick.ts';
import { draftPromote } from './draft-promote.ts';
import type { ExpandedStep } from './instance.ts';
import type { PartStep, Step } from './schema/steps.ts';

/** The nodes of a file, in order, with those of the pipelines that it uses in their steps' places. */
export function draftFile(scope: Compilation): readonly OwnedDraft[] {
  return [...scope.steps.values()].flatMap((expanded): readonly OwnedDraft[] => {
    const { step } = expanded.checked;
    if (step.uses === 'pipeline') return draftPart(scope, expanded, step, draftFile);
    return withCondition(scope, expanded, (one) => draftStep(one, expanded, step)).map((draft) => ({ draft, scope }));
  });
}

/** The nodes of all instances of a step, in order. */
function draftStep(compilation: Compilation, expanded: ExpandedStep, step: Exclude<Step, PartStep>): readonly Draft[] {
  const names = namesOfStep(compilation.file, expanded);
  switch (step.uses) {
    case 'generate':
      return draftGenerate(compilation, expanded, names, step);
    case 'promote':
      return draftPromote(compilation, expanded, names, step);
    case 'chain':
      return draftChain(compilation, expanded, names, step);
    case 'pick':
      return draftPick(compilation, expanded, step);
    case 'approve':
      return draftApprove(compilation, expanded, names, step);
    case 'concat':
      return draftConcat(compilation, expanded, names, step);
    case 'fetch':
      return draftFetch(compilation, expanded, names, step);
    default: {
      const never: never = step;
      return never;
    }
  }
}
