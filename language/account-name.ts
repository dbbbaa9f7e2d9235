import { PIPELINE_BYTES_MAX, readYaml } from './read-yaml.ts';
import { createReport } from './report.ts';
import { treeAt } from './tree.ts';

/**
 * The account that a pipeline's text names; undefined: none, or none that can be read. Asked before the file is
 * checked, since the account's API profile decides what is right.
 */
export function accountIn(text: string): string | undefined {
  // Most files name none, and need not be read twice.
  if (!/\baccount\b/.test(text) || text.length > PIPELINE_BYTES_MAX) return undefined;
  const tree = readYaml('', text, createReport());
  const account = tree && treeAt(tree, ['account']);
  return account?.kind === 'scalar' && typeof account.value === 'string' ? account.value : undefined;
}
