import { openProvider, proveTask } from '../../activities/providers/index.ts';
import { readAccount, readKey } from '../../config/index.ts';
import type { Claim, Resolution } from '../../plan/claim.ts';
import { type ClaimState, type ProjectStore, provablyDead } from '../../store/index.ts';
import { Refusal } from './refusal.ts';

export type Decision =
  | { readonly kind: 'task'; readonly task: string }
  | { readonly kind: 'not-created' | 'pay-again' };
type Options = {
  readonly home: string;
  readonly store: ProjectStore;
  readonly pipeline: string;
  readonly node: string;
  readonly decision: Decision;
};
type Unsure = ClaimState & { readonly claim: Claim };

/** The decision that was typed: exactly one of three. Refuses (64) others. */
export function decisionOf(flags: {
  readonly task?: string;
  readonly notCreated?: boolean;
  readonly payAgain?: boolean;
}): Decision {
  const given: Decision[] = [
    ...(flags.task === undefined ? [] : [{ kind: 'task', task: flags.task } as const]),
    ...(flags.notCreated ? [{ kind: 'not-created' } as const] : []),
    ...(flags.payAgain ? [{ kind: 'pay-again' } as const] : []),
  ];
  const [one, ...others] = given;
  if (one !== undefined && others.length === 0) return one;
  throw new Refusal(64, 'one of --task ID, --not-created, --pay-again is needed', 'dailies help resolve');
}

/** Writes a person's decision into the store: the run takes it from there, now or when it is run again. */
export async function resolveNode(options: Options): Promise<string> {
  const { store, pipeline, node, decision } = options;
  const unsure = await unsureClaim(store, pipeline, node);
  if (decision.kind === 'task') await proven(options, unsure, decision.task);
  else await ownerIsDead(unsure, decision.kind);
  const resolution = resolutionOf(decision, unsure, Date.now());
  const put = await store.claims.resolve(unsure.ref, resolution);
  if (!put.won && words(put.found) !== words(resolution)) {
    throw new Refusal(75, `${node} is decided already: ${words(put.found)}`, 'the first decision stands');
  }
  return `${node}: ${words(resolution)}`;
}

async function unsureClaim(store: ProjectStore, pipeline: string, node: string): Promise<Unsure> {
  const refs = await store.claims.ofNode(pipeline, node);
  const states = await Promise.all(refs.map((ref) => store.claims.read(ref)));
  const open = states.flatMap((state): Unsure[] =>
    state !== undefined && state.claim.kind === 'intent' && !state.created && !state.settled
      ? [{ ...state, claim: state.claim }]
      : [],
  );
  const last = open.at(-1);
  if (last) return last;
  throw new Refusal(64, `${node} is not unsure`, 'dailies status shows what is');
}

// The last word on whether it was sent is the process's that sent it: while it lives nobody decides over its head.
async function ownerIsDead({ claim }: Unsure, kind: string): Promise<void> {
  if (Date.now() > claim.unsureUntilMs || (await provablyDead(claim.owner))) return;
  const { pid, host } = claim.owner;
  if (Date.now() > claim.sendDeadlineMs + 120_000) return;
  throw new Refusal(
    75,
    `the process that sent it lives (${pid} on ${host}); --${kind} would guess`,
    'wait for it, or: dailies down',
  );
}

async function proven({ home, store, pipeline, node }: Options, { ref, claim }: Unsure, task: string): Promise<void> {
  const account = readAccount(home, claim.account);
  const provider = openProvider({ ...account, key: readKey(home, claim.account) });
  try {
    const proof = await proveTask(provider, claim, task);
    if (!proof.ok) throw new Refusal(64, `${task} cannot be ${node}: ${proof.why}`, 'look the task up at the vendor');
  } finally {
    await provider.close();
  }
  const owner = await store.claims.claimTask(claim.account, task, ref);
  if (owner !== true)
    throw new Refusal(64, `${task} belongs to ${owner.pipeline}/${owner.node}`, `not to ${pipeline}/${node}`);
}

function resolutionOf(decision: Decision, { ref }: Unsure, atMs: number): Resolution {
  if (decision.kind === 'task') return { version: 1, kind: 'task', task: decision.task, atMs };
  if (decision.kind === 'not-created') return { version: 1, kind: 'not-created', atMs };
  return { version: 1, kind: 'pay-again', generation: ref.generation + 1, atMs };
}

function words(resolution: Resolution): string {
  if (resolution.kind === 'task') return `it is task ${resolution.task}`;
  return resolution.kind === 'not-created'
    ? 'never created, it may be sent again'
    : `given up, generation ${resolution.generation} is paid`;
}
