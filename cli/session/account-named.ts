import { readFile } from 'node:fs/promises';
import { accountIn } from '../../language/index.ts';
import type { RealmFlags } from './realm-facts.ts';

/** The flags with the account that a pipeline file names; what is wrong with the file is said when it is loaded. */
export async function withAccountNamed<T extends RealmFlags>(file: string, flags: T): Promise<T> {
  if (flags.simulate || flags.account !== undefined) return flags;
  const text = await readFile(file, 'utf8').catch(() => '');
  const account = accountIn(text);
  return account === undefined ? flags : { ...flags, account };
}
