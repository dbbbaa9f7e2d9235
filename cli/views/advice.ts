import { FAILURES, type FailureCode } from '../../plan/failures.ts';
import { clean } from '../terminal/clean.ts';

/** What a hint's capital words stand for. */
export type AdvicePlace = {
  /** `stem` or `stem#n`. */
  readonly run: string;
  readonly realm: string;
  readonly file: string;
  readonly node: string;
  /** The account's name in dailies.yaml; absent or `default`: it need not be typed. */
  readonly account?: string;
};

/** The catalogue's hint for a code as something to type: RUN, NODE and FILE filled in. */
export function advice(code: FailureCode, place: AdvicePlace): string {
  const filled = FAILURES[code].hint.replace(/\b(?:RUN|NODE|FILE|STEP)\b/g, (word) => {
    if (word === 'RUN') return clean(place.run);
    if (word === 'FILE') return clean(place.file);
    // The node of a pick is the pick itself; which candidate to type is the person's choice.
    if (word === 'STEP') return clean(place.node);
    return code === 'PICK_TIMEOUT' ? word : clean(place.node);
  });
  return withRealm(filled.replace('dailies account ', accountCommand(place)), place);
}

/** `dailies account `, with the name where it is not the default one; a simulated account has none. */
export function accountCommand({ account = 'default', realm }: Pick<AdvicePlace, 'account' | 'realm'>): string {
  return account === 'default' || realm === 'simulator' ? 'dailies account ' : `dailies account ${clean(account)} `;
}

function withRealm(filled: string, place: AdvicePlace): string {
  return place.realm === 'simulator' && filled.includes('dailies ') ? `${filled} (with --simulate)` : filled;
}

/** A command about a run as it is typed. */
export function typed(command: string, place: { readonly run: string; readonly realm: string }, rest = ''): string {
  const words = [command, clean(place.run), clean(rest), place.realm === 'simulator' ? '--simulate' : ''];
  return words.filter((word) => word !== '').join(' ');
}
