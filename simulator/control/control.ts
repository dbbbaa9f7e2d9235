import type { IncomingMessage } from 'node:http';
import type { Clock } from '../clock.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import type { Holds } from '../faults/holds.ts';
import { readFault } from '../faults/read-fault.ts';
import { type Answer, errorAnswer, jsonAnswer } from '../http/answer.ts';
import { EVENTS, isEventName, type Journal } from '../journal.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import type { Ledger } from '../ledger.ts';
import type { Settings } from '../settings.ts';
import type { Stats } from '../stats.ts';
import type { TaskLife } from '../task-life.ts';
import { viewLedger } from './ledger-view.ts';

export type ControlOptions = {
  readonly settings: () => Settings;
  /** Changes settings while the simulator runs; the answer says what is wrong with them, if anything. */
  readonly change: (wanted: JsonObject) => string | undefined;
  readonly advance: (ms: number) => void;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly stats: Stats;
  readonly life: TaskLife;
  readonly faults: FaultBook;
  readonly holds: Holds;
};

type Route = (body: JsonObject, query: URLSearchParams) => Answer | Promise<Answer>;

const WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 300_000;

/** The surface for tests and benches under `/_sim/`; the vendor has nothing like it. */
export function makeControl(options: ControlOptions): (request: IncomingMessage, body: Buffer) => Promise<Answer> {
  const routes = makeRoutes(options);
  return async (request, bytes) => {
    const url = new URL(request.url ?? '/', 'http://simulator');
    const route = routes[`${request.method} ${url.pathname}`];
    if (route === undefined) return errorAnswer(404, 'not_found', `known: ${Object.keys(routes).join(', ')}`);
    const body = bytes.length === 0 ? {} : parseJson(bytes.toString('utf8'));
    if (!isObject(body)) return errorAnswer(400, 'invalid_request', 'the body must be a JSON object');
    return route(body, url.searchParams);
  };
}

function makeRoutes(options: ControlOptions): { readonly [route: string]: Route } {
  const { clock, faults, holds, journal, ledger, life, settings, stats } = options;
  const clockView = (): Answer => jsonAnswer(200, { nowMs: clock.now(), aheadMs: clock.aheadMs() });
  return {
    'GET /_sim/ledger': () => plain(viewLedger(ledger, life.all())),
    'GET /_sim/stats': () => plain({ ...stats.view(), held: holds.count() }),
    'POST /_sim/stats/reset': () => {
      stats.reset();
      return jsonAnswer(200, {});
    },
    'GET /_sim/events': () => plain({ events: journal.recent() }),
    'GET /_sim/wait': (_, query) => wait(query, journal),
    'GET /_sim/clock': clockView,
    'POST /_sim/clock': ({ advanceMs }) => {
      if (typeof advanceMs !== 'number') return bad('advanceMs must be a number');
      options.advance(advanceMs);
      return clockView();
    },
    'GET /_sim/settings': () => plain(settings()),
    'POST /_sim/settings': (body) => {
      const problem = options.change(body);
      return problem === undefined ? plain(settings()) : bad(problem);
    },
    'POST /_sim/forget-keys': () => {
      life.forgetKeys();
      return jsonAnswer(200, {});
    },
    'GET /_sim/faults': () => plain({ faults: faults.view() }),
    'POST /_sim/faults': (body) => {
      const read = readFault(body);
      return 'problem' in read ? bad(read.problem) : jsonAnswer(200, { id: faults.add(read.fault) });
    },
    'DELETE /_sim/faults': () => {
      faults.clear();
      return jsonAnswer(200, {});
    },
    'POST /_sim/release': ({ count }) =>
      jsonAnswer(200, { released: holds.release(typeof count === 'number' ? count : undefined) }),
  };
}

/** Answers when an event has happened so often since the start, or when the time is over (`happened: false`). */
async function wait(query: URLSearchParams, journal: Journal): Promise<Answer> {
  const event = query.get('event');
  if (!isEventName(event)) return bad(`event must be one of ${EVENTS.join(', ')}`);
  const timeoutMs = Math.min(LONGEST_WAIT_MS, Number(query.get('timeoutMs') ?? WAIT_MS));
  const happened = await journal.waitFor(event, Number(query.get('count') ?? 1), timeoutMs);
  return jsonAnswer(200, { event, happened, count: journal.count(event) });
}

function bad(message: string): Answer {
  return errorAnswer(400, 'invalid_request', message);
}

/** Our own views are plain data; through JSON they become it for the types, too. */
function plain(view: object): Answer {
  const value: Json | undefined = parseJson(JSON.stringify(view));
  return jsonAnswer(200, value ?? null);
}
