import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { code, GENERATED, page, table } from './markdown.ts';

const mistake = z.object({ mistake: z.string(), file: z.string(), test: z.string(), title: z.string() });
const sentence = z.object({ sentence: z.string(), mistakes: z.array(mistake).min(1) });
const parts = z.array(z.object({ part: z.string(), sentences: z.array(sentence).min(1) }));

const INTRO = `Every sentence of "One node's life" in [architecture.md](../architecture.md), with mistakes that break it and the
tests that fail then. \`npm run mutants -- paid-decisions\` lays each of them over a copy of the sources and shows it;
\`npm run mutants -- paid-decisions "24. "\` does so for one sentence. \`npm test\` holds that they fit the sources and that
the tests are there.`;

/** docs/reference/paid-decisions.md: which test holds which sentence, from scripts/mutants/paid-decisions.yaml. */
export function paidDecisionsPage(root: string): string {
  const text = readFileSync(path.join(root, 'scripts/mutants/paid-decisions.yaml'), 'utf8');
  let number = 0;
  const tables = parts.parse(parse(text)).flatMap(({ part, sentences }) => {
    const rows = sentences.flatMap((one) => {
      number += 1;
      return one.mistakes.map(({ mistake: words, file, test, title }, at) => [
        ...(at === 0 ? [`${number}`, one.sentence] : ['', '']),
        `${words} (${code(file)})`,
        `${code(test)}: ${title}`,
      ]);
    });
    return [`## ${part}`, table(['', 'sentence', 'broken so', 'the test that fails'], rows)];
  });
  return page('# Paid decisions, sentence by sentence', GENERATED, INTRO, ...tables);
}
