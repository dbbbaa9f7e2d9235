import { type Compilation, namesOfStep } from './compilation.ts';
import type { Draft } from './draft.ts';
import { draftChain } from './draft-chain.ts';
import { draftConcat } from './draft-concat.ts';
import { draftGenerate } from './draft-generate.ts';
import { draftPick } from './draft-pick.ts';
import { draftPromote } from './draft-promote.ts';
import type { ExpandedStep } from './instance.ts';

/** The nodes of all instances of a step, in order. */
export function draftStep(compilation: Compilation, expanded: ExpandedStep): readonly Draft[] {
  const { step } = expanded.checked;
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
    case 'concat':
      return draftConcat(compilation, expanded, names, step);
    default: {
      const never: never = step;
      return never;
    }
  }
}
