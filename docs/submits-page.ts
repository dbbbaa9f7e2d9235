import { classify } from '../activities/providers/qingbo/classify.ts';
import { EXCHANGE_FAILURES } from './exchange-failures.ts';
import { code, GENERATED, page, table } from './markdown.ts';

const INTRO = `What one POST that pays proves, by how it ended. It is one total function,
[classify](../../activities/providers/qingbo/classify.ts), and these tables are what it says when it is asked:

- *not created*: the vendor has no task and bills nothing; the attempt is settled, and the next one may be sent.
- *created*: the vendor has named the task; it is followed.
- *ambiguous*: nobody knows. It stays so whatever a second sending is answered: see "One node's life" in
  [architecture.md](../architecture.md).`;

const STATUS_INTRO = `Every status from 100 to 599, whatever else stands in the answer. A redirect is not followed. A body
that is text, HTML, longer than 1 MiB, packed so that it would be, or no JSON is one without a task id.`;

const FAILURE_INTRO = `An exchange that ends without a whole answer. The code decides nothing: what counts is whether the connection
stood and the first byte may have left. DNS, a refused connection and TLS fail before that; what breaks later is ambiguous,
whatever it is called.`;

/** docs/reference/submits.md: what the classifier of a POST's end says to everything that it may be told. */
export function submitsPage(): string {
  const statuses = statusRanges().map(({ from, to, plain, named }) => [
    from === to ? `${from}` : `${from}–${to}`,
    plain,
    named,
  ]);
  const exceptions = statusExceptions().map(({ status, errorCode, says }) => [`${status}`, code(errorCode), says]);
  const failures = failureRows().map(({ kind, codes, before, after }) => [
    kind,
    before,
    after,
    codes.map((one) => (one === '*' ? 'every other' : code(one))).join(' '),
  ]);
  return page(
    ...['# What a submit proves', GENERATED, INTRO, '## By status', STATUS_INTRO],
    table(['status', 'without a task id', 'with a task id'], statuses),
    'Two codes of the vendor in `error.code` say more than the status:',
    table(['status', 'code', 'proves'], exceptions),
    ...['## By failure', FAILURE_INTRO],
    table(['failure of', 'before the first byte', 'after it', 'codes'], failures),
  );
}

type StatusRange = { readonly from: number; readonly to: number; readonly plain: string; readonly named: string };

/** Neighbouring statuses that say the same, with and without a task id, are one row. */
function statusRanges(): readonly StatusRange[] {
  const ranges: StatusRange[] = [];
  for (let status = 100; status < 600; status += 1) {
    const plain = only(
      ['', 'no', '<html>', '[]', 'null', '{"task_id":7}', '{"error":{"message":"no"}}'].map(answered(status)),
    );
    const named = answered(status)('{"task_id":"t1"}');
    const last = ranges.at(-1);
    if (last?.plain === plain && last.named === named) ranges[ranges.length - 1] = { ...last, to: status };
    else ranges.push({ from: status, to: status, plain, named });
  }
  return ranges;
}

/** Where a code of the vendor's makes a difference. */
function statusExceptions() {
  const statuses = Array.from({ length: 500 }, (_, at) => at + 100);
  return ['quota_window_exceeded', 'price_not_configured'].flatMap((errorCode) =>
    statuses.flatMap((status) => {
      const says = answered(status)(JSON.stringify({ error: { code: errorCode } }));
      return says === answered(status)('') ? [] : [{ status, errorCode, says }];
    }),
  );
}

/** Codes of one kind that are judged alike are one row; one that is not stands apart. */
function failureRows() {
  return EXCHANGE_FAILURES.flatMap(({ kind, codes }) => {
    const rows = new Map<string, { kind: string; codes: string[]; before: string; after: string }>();
    for (const one of codes) {
      const [before, after] = [failed(one, false), failed(one, true)];
      const row = rows.get(`${before} ${after}`) ?? { kind, codes: [], before, after };
      row.codes.push(one);
      rows.set(`${before} ${after}`, row);
    }
    return [...rows.values()];
  });
}

function answered(status: number): (body: string) => string {
  return (body) =>
    words(classify({ kind: 'answer', status, headers: {}, body: new TextEncoder().encode(body) }, 1_048_576, 0));
}

function failed(name: string, written: boolean): string {
  return words(classify({ kind: 'failure', written, code: name.replace('*', 'ANYTHING'), message: '' }, 1_048_576, 0));
}

function words(answer: ReturnType<typeof classify>): string {
  switch (answer.kind) {
    case 'created':
    case 'ambiguous':
      return answer.kind;
    case 'refused':
      return `not created: ${code(answer.window ? 'WINDOW_USED' : 'VENDOR_BUSY')}`;
    case 'not-sent':
    case 'rejected':
    case 'account':
      return `not created: ${code(answer.code)}`;
    default:
      return answer satisfies never;
  }
}

/** The one thing that all say; a table that hid a difference would be wrong. */
function only(all: readonly string[]): string {
  const [first = '', ...others] = new Set(all);
  if (others.length > 0)
    throw new Error(`answers that count as alike are judged apart: ${first}, ${others.join(', ')}`);
  return first;
}
