import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

/** The mistakes that break the sentences on paid decisions, each named by the number of its sentence. */
export function paidDecisions(root) {
  const parts = parse(readFileSync(path.join(root, 'scripts/mutants/paid-decisions.yaml'), 'utf8'));
  return parts
    .flatMap(({ sentences }) => sentences)
    .flatMap(({ sentence, mistakes }, at) =>
      mistakes.map((one) => ({ ...one, sentence, mistake: `${at + 1}. ${one.mistake}` })),
    );
}
