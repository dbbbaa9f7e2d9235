import type { NodeDecision } from '../decisions.ts';
import type { KnownMake } from '../make.ts';
import type { PlanNode } from '../plan.ts';
import { wordsOf } from './changes.ts';
import { nextGeneration, openClaimOf } from './generation.ts';
import type { Change, FileLook, KnownClaim } from './known.ts';

/** All that decides the state of one node that is rendered or joined. */
export type Case = {
  readonly node: PlanNode;
  /** undefined: not known before its upstream is made. */
  readonly identity: string | undefined;
  /** Newest first. */
  readonly makes: readonly KnownMake[];
  readonly claims: readonly KnownClaim[];
  readonly files: (make: KnownMake) => FileLook;
  /** A make of this identity under a name that has left the file. */
  readonly renamed: () => KnownMake | undefined;
  readonly changes: readonly Change[];
  readonly through: readonly string[];
  readonly selected: boolean;
  readonly keepStale: boolean;
  readonly remake: boolean;
  /** promote: the source whose request is equal. */
  readonly equalTo: string | undefined;
};

export type Verdict = { readonly decision: NodeDecision; readonly make?: KnownMake };

/** The table of language.md, Identity: first what is being made, then what is made, then what must be. */
export function verdictFor(given: Case): Verdict {
  const { makes, claims, identity, remake, selected } = given;
  const open = openClaimOf(makes, claims, identity);
  const same = makes.find((make) => make.identity === identity);
  if (open && selected && !(remake && open.elsewhere)) return following(open, same);
  if (remake && selected) return remade(given, same);
  const before = given.node.frozen && makes.length === 0 ? openClaimOf(makes, claims, undefined) : undefined;
  if (before && selected) return frozenWhileMade(before);
  if (same) return having(given, same);
  const old = identity === undefined ? undefined : given.renamed();
  if (old) return renamed(given, old);
  const [newest] = makes;
  return newest ? stale(given, newest) : missing(given);
}

function following(open: KnownClaim, same: KnownMake | undefined): Verdict {
  const task = open.task === undefined ? 'sent, its answer is not known' : `being rendered as task ${open.task}`;
  const { generation } = open;
  if (open.elsewhere) {
    const because = `${task} by another checkout; bring its lock file here, or pay again with --remake`;
    return { decision: { state: 'open', action: 'leave', generation, because } };
  }
  // Another make with this identity is there: without the mark it would be taken instead of what is being made.
  const again = same === undefined ? {} : { remake: true };
  return { decision: { state: 'open', action: 'make', generation, ...again, because: `${task}; it is followed` } };
}

/** Made once: what is being paid for from the request before the change will be its make, and nothing is paid beside it. */
function frozenWhileMade(open: KnownClaim): Verdict {
  const what = open.task === undefined ? 'sent, and its answer is not known' : `being rendered as task ${open.task}`;
  const because = `frozen: ${what}, from another request; run again when it is here, or pay again with --remake`;
  return { decision: { state: 'open', action: 'leave', generation: open.generation, because } };
}

function remade({ makes, claims }: Case, same: KnownMake | undefined): Verdict {
  const state = same ? 'current' : makes.length > 0 ? 'stale' : 'missing';
  const generation = nextGeneration(makes, claims);
  const [make = undefined] = makes;
  return {
    decision: { state, action: 'make', generation, remake: true, because: '--remake: made and paid for again' },
    ...(make && { make }),
  };
}

function having(given: Case, make: KnownMake): Verdict {
  const { render, stored, link } = given.files(make);
  const made = `made ${make.madeAt.slice(0, 10)}${make.generation > 1 ? `, generation ${make.generation}` : ''}`;
  if (render === 'whole') return keeping(make, 'current', 'keep', made);
  if (render === 'edited')
    return keeping(make, 'edited', 'keep', `its file was changed by hand and is left alone; ${made}`);
  if (!given.selected)
    return keeping(make, stored || link ? 'restorable' : 'elsewhere', 'keep', 'not part of this run');
  if (stored || link) {
    return keeping(
      make,
      'restorable',
      'fetch',
      `${made}; its file comes from ${stored ? 'the store' : "the vendor's link"}`,
    );
  }
  if (make.media !== undefined) {
    const because = `fetched ${make.madeAt.slice(0, 10)}; its file is not here, and nothing needs it now`;
    return keeping(make, 'elsewhere', 'keep', because);
  }
  if (make.kind === 'local') return missing(given, 'its file is gone; made here again, $0');
  return keeping(make, 'elsewhere', 'keep', `${made} and paid for; its file is not here`);
}

/** A film that was joined elsewhere, of parts that are not here either: it is there, and nothing has to be paid for it. */
export function joinedElsewhere(make: KnownMake): Verdict {
  const because = `made ${make.madeAt.slice(0, 10)}; neither its file nor what it is joined from is here`;
  return keeping(make, 'elsewhere', 'keep', because);
}

function renamed({ files, selected }: Case, make: KnownMake): Verdict {
  const { stored, link } = files(make);
  const action = selected && (stored || link) ? 'fetch' : 'keep';
  return keeping(make, 'renamed', action, `was ${make.node}`);
}

function stale(given: Case, make: KnownMake): Verdict {
  const { node, keepStale, selected, makes, claims } = given;
  const why = whyStale(given);
  const kept = node.frozen ? 'frozen' : keepStale ? '--keep-stale' : selected ? undefined : 'not part of this run';
  if (kept === undefined) {
    const generation = nextGeneration(makes, claims);
    return { decision: { state: 'stale', action: 'make', generation, because: why }, make };
  }
  const { render, stored, link } = given.files(make);
  const action = selected && render === 'gone' && (stored || link) ? 'fetch' : 'keep';
  return keeping(
    make,
    'stale',
    action,
    `${kept}: kept as it is; ${why}${FILE_WORDS[action === 'fetch' ? 'fetched' : render]}`,
  );
}

/** What is said of a file that is kept though another would be made. */
const FILE_WORDS = {
  whole: '',
  edited: '; its file was changed by hand and is left alone',
  gone: '; its file is not here',
  fetched: '; its file is fetched',
} as const;

function whyStale({ node, changes, through, identity }: Case): string {
  if (changes.length > 0) return `changed: ${wordsOf(changes)}`;
  if (node.fetch !== undefined)
    return 'sha256' in node.fetch ? 'another file is fetched now' : 'another URL is fetched now';
  if (through.length > 0) return `made anew upstream: ${through.join(', ')}`;
  return identity === undefined ? 'depends on what is not decided yet' : 'made from another request';
}

function missing({ makes, claims, selected, equalTo }: Case, why = 'never made'): Verdict {
  const generation = nextGeneration(makes, claims);
  if (!selected) {
    return { decision: { state: 'missing', action: 'leave', generation, because: 'not part of this run' } };
  }
  const because = equalTo === undefined ? why : `equal to ${equalTo}: takes its file, $0`;
  return { decision: { state: 'missing', action: 'make', generation, because } };
}

function keeping(make: KnownMake, state: NodeDecision['state'], action: 'keep' | 'fetch', because: string): Verdict {
  const { identity, generation } = make;
  return { decision: { state, action, generation, identity, because }, make };
}
