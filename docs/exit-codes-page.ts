import { EXIT_CODES } from '../cli/exit-codes.ts';
import { GENERATED, page, sentence, table } from './markdown.ts';

/** docs/reference/exit-codes.md. */
export function exitCodesPage(): string {
  const rows = Object.entries(EXIT_CODES).map(([exit, words]) => [exit, sentence(words)]);
  return page('# Exit codes', GENERATED, table(['code', 'means'], rows));
}
