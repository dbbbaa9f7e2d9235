import {
  type CallbackListener,
  type Callbacks,
  type CallbackTokens,
  createCallbackTokens,
  createHandOn,
  createHints,
  type Log,
  listenForCallbacks,
} from '../activities/index.ts';
import {
  accountIdsIn,
  type CallbackSettings,
  callbackSecret,
  isOurListener,
  listenerProof,
  readAccount,
  readCallbacks,
} from '../config/index.ts';
import { TIMING } from '../plan/timing.ts';
import type { ProjectStore } from '../store/index.ts';
import type { Where } from './stores.ts';

type Options = {
  readonly home: string;
  readonly storeOf: (where: Where) => Promise<ProjectStore>;
  readonly log: Log;
};
/** How this process is called back; `close` stops listening. */
export type CallbackDoor = { readonly callbacks: Callbacks; readonly close: () => Promise<void> };

/**
 * Listens for callbacks as the home's settings want it. They are read anew each second, as keys are, so that what is
 * typed while the worker runs counts. Nothing here ends the worker: without callbacks it polls.
 */
export async function openCallbackDoor({ home, storeOf, log }: Options): Promise<CallbackDoor> {
  const hints = createHints();
  const stores = async () => placesOf(home).map((place) => () => storeOf(place));
  const handOn = createHandOn({ stores, hints, wallMs: Date.now, log });
  let keys: { readonly secret: string; readonly tokens: CallbackTokens } | undefined;
  let listener: CallbackListener | undefined;
  let url: string | undefined;
  let said = '';

  const say = (level: 'info' | 'warn', message: string, port: number | undefined) => {
    if (said !== `${message} ${port}`) log(level, message, { port });
    said = `${message} ${port}`;
  };

  async function follow(wanted: CallbackSettings | undefined): Promise<void> {
    if (listener !== undefined && listener.port !== wanted?.port) {
      await listener.close();
      [listener, url] = [undefined, undefined];
    }
    if (wanted === undefined) {
      url = undefined;
      if (said !== '') say('info', 'callbacks are off', undefined);
      return;
    }
    const { port } = wanted;
    keys ??= keysOf(home);
    const { secret, tokens } = keys;
    listener ??= await listenForCallbacks({
      ...{ port, tokens, handOn },
      proofOf: (nonce) => listenerProof(secret, nonce),
    }).catch(() => undefined);
    // Another worker of this home may have the port: what it hears it hands on through the store.
    const isHeard = listener !== undefined || (await isOurListener(`http://127.0.0.1:${port}`, secret, ANSWER_MS));
    url = isHeard ? wanted.url : undefined;
    if (isHeard) say('info', 'callbacks are heard', port);
    else say('warn', 'the port of callbacks is taken by another program: only polling', port);
  }

  const look = async () => {
    try {
      await follow(readCallbacks(home));
    } catch (error) {
      url = undefined;
      say('warn', `no callbacks: ${error instanceof Error ? error.message : error}`, undefined);
    }
  };
  await look();
  const stop = repeat(look);
  const close = async () => {
    await stop();
    await listener?.close();
  };
  const urlFor = (attempt: string) => (url === undefined ? undefined : `${url}/${keys?.tokens.of(attempt)}`);
  return { callbacks: { urlFor, hints, isHeard: () => url !== undefined }, close };
}

/** The secret is minted when callbacks are first wanted. */
function keysOf(home: string) {
  const secret = callbackSecret(home);
  return { secret, tokens: createCallbackTokens(secret) };
}

/** A listener beside us answers at once or not at all. */
const ANSWER_MS = 500;

/** Calls again and again until the returned function is called, which waits for the last call. */
function repeat(look: () => Promise<void>): () => Promise<void> {
  let ended = false;
  let looking = Promise.resolve();
  let timer: NodeJS.Timeout;
  const next = () => {
    timer = setTimeout(() => {
      looking = look().finally(() => ended || next());
    }, TIMING.callbackLookMs).unref();
  };
  next();
  return () => {
    ended = true;
    clearTimeout(timer);
    return looking;
  };
}

/** Every project and realm that this home's accounts are used from, each once. */
function placesOf(home: string): readonly Where[] {
  const places = accountIdsIn(home).flatMap((id) => readAccount(home, id).stores);
  return [...new Map(places.map((place) => [`${place.realm}\0${place.root}`, place])).values()];
}
