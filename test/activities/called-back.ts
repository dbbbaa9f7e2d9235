import { attemptName } from '../../activities/callback-token.ts';
import {
  type ActivityOptions,
  type CallbackListener,
  createCallbackTokens,
  createHandOn,
  createHints,
  listenForCallbacks,
} from '../../activities/index.ts';
import type { Account } from '../../activities/world.ts';
import type { Activities } from '../../plan/activity.ts';
import type { ClaimRef } from '../../store/index.ts';
import type { Stage } from './stage.ts';

export const SECRET = 'a'.repeat(64);
/** One GET a minute: whatever ends sooner was called back. */
export const SLOW = { poll: { minMs: 60_000, maxMs: 60_000 }, speed: 1 } satisfies Partial<Account>;

/** A stage whose process listens for callbacks, as a worker does. */
export type CalledBack = {
  readonly listener: CallbackListener;
  readonly logged: string[];
  readonly activities: Activities;
  /** Another process of the home, which hears nothing itself. */
  readonly elsewhere: Activities;
  readonly tokenOf: (ref: ClaimRef) => string;
  /** Posts to the listener; the status of its answer, 0 where it hung up. */
  readonly post: (token: string, body?: unknown, method?: string) => Promise<number>;
};

/** `at`: the public address; without it the simulator itself calls the listener. Close the listener in the end. */
export async function callBack(
  stage: Stage,
  options: {
    readonly at?: string;
    readonly account?: Partial<Account>;
    readonly readMs?: number;
    readonly cancelled?: AbortSignal;
  } = {},
): Promise<CalledBack> {
  const tokens = createCallbackTokens(SECRET);
  const logged: string[] = [];
  const log: ActivityOptions['log'] = (level, message, facts) => {
    logged.push(JSON.stringify({ level, message, facts }));
  };
  const hints = createHints();
  const stores = async () => [async () => stage.store];
  const listener = await listenForCallbacks({
    ...{ port: 0, tokens, handOn: createHandOn({ stores, hints, wallMs: Date.now, log }) },
    proofOf: (nonce) => `proof of ${nonce}`,
    ...(options.readMs === undefined ? {} : { readMs: options.readMs }),
  });
  const url = options.at ?? `http://127.0.0.1:${listener.port}/any/prefix`;
  const urlFor = (attempt: string) => `${url}/${tokens.of(attempt)}`;
  const { cancelled } = options;
  const pulse = cancelled === undefined ? {} : { pulse: () => ({ beat: () => undefined, cancelled }) };
  const as = (own: typeof hints) =>
    stage.as({ callbacks: { hints: own, urlFor, isHeard: () => true }, log, ...pulse }, options.account ?? SLOW);
  return {
    ...{ listener, logged, activities: as(hints), elsewhere: as(createHints()) },
    tokenOf: (ref) => tokens.of(attemptName(stage.store, ref)),
    post: async (token, body = {}, method = 'POST') => {
      const sent = typeof body === 'string' ? body : JSON.stringify(body);
      const init = { method, ...(method === 'GET' ? {} : { body: sent }) };
      const answer = await fetch(`http://127.0.0.1:${listener.port}/${token}`, init).catch(() => undefined);
      await answer?.arrayBuffer().catch(() => undefined);
      return answer?.status ?? 0;
    },
  };
}
