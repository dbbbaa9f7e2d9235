import { FAILURES } from '../plan/failures.ts';
import { code, GENERATED, page, sentence, table } from './markdown.ts';

const INTRO = `What can go wrong in the world while a run goes on. *Again* says what Dailies does by itself:

- \`free\`: tries again with growing pauses; nothing was paid, nothing is counted.
- \`counted\`: makes another task, as long as the step's \`retry\` allows; the last one was refunded.
- \`never\`: the node ends so, until something changes.
- \`account\`: everything of the account waits until it is mended.
- \`person\`: nothing is paid again until a person decides.`;

/** docs/reference/failures.md, from the catalogue of failures. */
export function failuresPage(): string {
  const rows = Object.entries(FAILURES).map(([name, { retry, exit, sentence: words, hint }]) => [
    code(name),
    sentence(words),
    hint,
    code(retry),
    String(exit),
  ]);
  return page('# Failures', GENERATED, INTRO, table(['code', 'means', 'what to do', 'again', 'exit'], rows));
}
