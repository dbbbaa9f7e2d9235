import { afterEach, describe, expect, it } from 'vitest';
import { readAccepted, readError, readStatus } from '../../activities/providers/qingbo/answers.ts';
import { type Qingbo, qingbo } from '../../activities/providers/qingbo/qingbo.ts';
import { http, type OddServer, oddServer } from './odd-server.ts';

// Row by row what the vendor's pages and its relatives are known to answer.
const NOW = 1_720_000_000_000;
const DAY = 86_400_000;
const URL = 'https://cdn.example/a.mp4';

const status = (change: object = {}) => ({
  ...{ task_id: 't1', status: 'completed', action: 'generate', model: 'skyreels-v4-fast', progress: 100 },
  ...{ created_at: NOW / 1000 - 60, completed_at: NOW / 1000, cost: 102_000, billing_status: 'settled' },
  result: { videos: [{ url: URL, expires_at: (NOW + DAY) / 1000 }] },
  urls: { get: 'https://x/y', cancel: 'https://x/y/cancel' },
  ...change,
});
const view = (change: object = {}) => readStatus(status(change), 't1');
const videos = (...all: readonly unknown[]) => ({ result: { videos: all } });

describe('a status answer', () => {
  it('as the page has it is read whole', () => {
    expect(view()).toEqual({
      ...{ task: 't1', state: 'completed', status: 'completed', model: 'skyreels-v4-fast', action: 'generate' },
      ...{ createdAtMs: NOW - 60_000, completedAtMs: NOW, cost: 102_000, urls: [URL], linkEndsAtMs: NOW + DAY },
      ...{ errorCode: '', errorMessage: '' },
    });
  });

  it.each([
    ['queued', 'queued'],
    ['processing', 'processing'],
    ['completed', 'completed'],
    ['failed', 'failed'],
    ['cancelled', 'cancelled'],
    // The words of callback events, another spelling, capitals.
    ['running', 'processing'],
    ['succeeded', 'completed'],
    ['canceled', 'cancelled'],
    ['COMPLETED', 'completed'],
    // Nobody knows these words: not an end, and not for ever.
    ['paused', 'unknown'],
    ['pending_review', 'unknown'],
    ['', 'unknown'],
  ])('status %j is %s', (word, state) => {
    expect(view({ status: word })?.state).toBe(state);
  });

  it.each([0, 42, 100, 101, -1, '45%', '', null, undefined, { percent: 4 }])(
    'progress %j decides nothing',
    (progress) => {
      expect(view({ progress })).toEqual(view());
    },
  );

  it.each([
    ['a string', videos({ url: URL }), [URL]],
    ['a list', videos({ url: [URL] }), [URL]],
    ['a list of several', videos({ url: [URL, 'https://b/b.mp4'] }), [URL, 'https://b/b.mp4']],
    ['a list with something odd in it', videos({ url: [7, URL] }), [URL]],
    ['two videos', videos({ url: URL }, { url: ['https://b/b.mp4'] }), [URL, 'https://b/b.mp4']],
    ['an empty string', videos({ url: '' }), []],
    ['an empty list', videos({ url: [] }), []],
    ['no url', videos({}), []],
    ['another type', videos({ url: 5 }), []],
    ['no videos', { result: { videos: [] } }, []],
    ['videos null', { result: { videos: null } }, []],
    ['an empty result', { result: {} }, []],
    ['no result', { result: null }, []],
    ['a result as text', { result: 'soon' }, []],
  ])('url: %s', (_case, change, urls) => {
    expect(view(change)).toMatchObject({ state: 'completed', urls });
  });

  it.each([
    ['seconds', (NOW + DAY) / 1000, NOW + DAY],
    ['milliseconds', NOW + DAY, NOW + DAY],
    ['seconds as text', String((NOW + DAY) / 1000), NOW + DAY],
    ['ISO', new Date(NOW + DAY).toISOString(), NOW + DAY],
    ['the past, a moment ago', NOW / 1000 - 5, NOW - 5_000],
    ['a span and no moment', 86_400, null],
    ['long before its task was made', NOW / 1000 - 86_400, null],
    ['microseconds', NOW * 1000, null],
    ['zero', 0, null],
    ['negative', -1, null],
    ['nonsense', 'tomorrow', null],
    ['null', null, null],
    ['another type', { at: 1 }, null],
  ])('expires_at in %s', (_case, expires_at, linkEndsAtMs) => {
    expect(view(videos({ url: URL, expires_at }))?.linkEndsAtMs).toBe(linkEndsAtMs);
  });

  it('with several links ends with the first of them', () => {
    const two = videos({ url: URL, expires_at: NOW / 1000 + 9 }, { url: URL, expires_at: NOW / 1000 + 5 });
    expect(view(two)?.linkEndsAtMs).toBe(NOW + 5_000);
  });

  it.each([
    ['created_at', 'createdAtMs'],
    ['completed_at', 'completedAtMs'],
  ] as const)('%s comes in seconds, milliseconds or ISO, or not at all', (field, read) => {
    for (const value of [NOW / 1000, NOW, String(NOW / 1000), new Date(NOW).toISOString()]) {
      expect(view({ [field]: value })?.[read], String(value)).toBe(NOW);
    }
    for (const value of [0, -5, 12, NOW * 1e6, '', 'now', null, undefined, [], {}]) {
      expect(view({ [field]: value })?.[read], JSON.stringify(value)).toBeNull();
    }
  });

  it.each([
    [0, 0],
    [-1, -1],
    [1e30, 1e30],
    [null, null],
    [undefined, null],
    ['102000', null],
  ])('cost %j is read as %j; whether it can be right is decided where it is settled', (cost, read) => {
    expect(view({ cost })?.cost).toBe(read);
  });

  it.each([
    ['a string', { code: 'upstream_unavailable', message: 'm' }, 'upstream_unavailable', 'm'],
    ['a number', { code: 503, message: 'm' }, '503', 'm'],
    ['absent', { message: 'm' }, '', 'm'],
    ['another type', { code: {}, message: 'm' }, '', 'm'],
    ['without a message', { code: 'task_failed' }, 'task_failed', ''],
    ['as text', 'broken', '', 'broken'],
    ['null', null, '', ''],
    ['with control characters', { message: 'a\u001b[2Jb\u202e' }, '', 'a [2Jb'],
  ])('error code %s', (_case, error, errorCode, errorMessage) => {
    expect(view({ status: 'failed', error })).toMatchObject({ state: 'failed', errorCode, errorMessage });
  });

  it('is found under `data` and under `id`, too; of another task it is none', () => {
    expect(readStatus({ data: status() }, 't1')?.state).toBe('completed');
    expect(view({ task_id: undefined, id: 't1' })?.state).toBe('completed');
    expect(view({ task_id: undefined })?.state).toBe('completed');
    expect(view({ task_id: 't2' })).toBeUndefined();
    expect(readStatus({ data: status({ task_id: 't2' }) }, 't1')).toBeUndefined();
  });

  it.each([
    [undefined],
    [null],
    ['completed'],
    [[]],
    [{}],
    [{ status: 3 }],
    [{ data: null }],
    [{ error: { code: 1 } }],
  ])('%j makes no sense', (json) => {
    expect(readStatus(json, 't1')).toBeUndefined();
  });
});

describe('a submit answer', () => {
  it('names when it was created beside the id, wherever that is', () => {
    const created_at = NOW / 1000;
    for (const json of [
      { task_id: 't', created_at },
      { data: { task_id: 't', created_at } },
      { id: 't', created_at },
    ]) {
      expect(readAccepted(json)).toEqual({ task: 't', createdAtMs: NOW, preConsumed: null });
    }
    expect(readAccepted({ task_id: 't', created_at: 7, pre_consumed_cost: -1 })).toMatchObject({
      createdAtMs: null,
      preConsumed: null,
    });
  });
});

describe('an error answer', () => {
  it.each([
    ['as the page has it', { error: { message: 'm', code: 'invalid_request', param: 'p' } }, 'invalid_request', 'm'],
    ['with a number', { error: { message: 'm', code: 429 } }, '429', 'm'],
    ['without a code', { error: { message: 'm' } }, '', 'm'],
    ['as text', 'Bad Gateway', '', ''],
    ['with an error as text', { error: 'bad' }, '', 'bad'],
    ['at the top', { code: 'invalid_request', message: 'm' }, 'invalid_request', 'm'],
    ['at the top as a number', { code: 400, message: 'm', error: null }, '400', 'm'],
    ['that is none', {}, '', ''],
    ['of nothing', undefined, '', ''],
  ])('%s', (_case, json, code, message) => {
    expect(readError(json)).toEqual({ code, message, resetAt: null });
  });

  it('says when the window begins anew, in `error` or at the top', () => {
    const window = { window: '1d', used: 5, cap: 5, reset_at: 7 };
    expect(readError({ error: { code: 'quota_window_exceeded', ...window } }).resetAt).toBe(7);
    expect(readError({ error: { code: 'quota_window_exceeded' }, ...window }).resetAt).toBe(7);
  });
});

describe('over HTTP', () => {
  let server: OddServer | undefined;
  let vendor: Qingbo | undefined;
  afterEach(async () => {
    await vendor?.close();
    await server?.close();
  });
  const at = async (bytes: string) => {
    server = await oddServer(() => bytes);
    vendor = qingbo({ baseUrl: `${server.url}/v1`, key: 'k', resultHosts: [], now: () => NOW, getAnswerMs: 2_000 });
    return vendor;
  };

  it.each([
    [200, JSON.stringify(status()), 'task'],
    [200, '<html>ok</html>', 'unreadable'],
    [200, 'OK', 'unreadable'],
    [200, '', 'unreadable'],
    [301, '', 'unreadable'],
    [400, '{}', 'unreadable'],
    [418, 'tea', 'unreadable'],
    [401, '{"error":{"message":"no"}}', 'key'],
    [403, '<html>', 'key'],
    [402, '{}', 'unreachable'],
    [404, '{"error":{"code":"task_not_found"}}', 'missing'],
    [408, '', 'unreachable'],
    [429, '{"error":{"code":"rate_limit"}}', 'busy'],
    [500, '{"error":{"code":"price_not_configured"}}', 'unreachable'],
    [502, 'Bad Gateway', 'unreachable'],
    [503, '<html>', 'unreachable'],
    [504, '', 'unreachable'],
  ])('a GET that is answered %s %s is %s', async (code, body, kind) => {
    expect((await (await at(http(code, body))).status('t1')).kind).toBe(kind);
  });

  it.each([
    ['an hour', {}, 60 * 60_000, 60 * 60_000],
    ['five hours', {}, 5 * 60 * 60_000, 5 * 60 * 60_000],
    ['ten years', {}, 3650 * DAY, DAY],
    ['nothing', { reset_at: undefined }, 0, null],
  ])('a used-up window that names %s', async (_case, change, aheadMs, waitMs) => {
    const error = { code: 'quota_window_exceeded', reset_at: (NOW + aheadMs) / 1000, ...change };
    const provider = await at(http(429, JSON.stringify({ error })));
    const answer = await provider.submit({ body: Buffer.from('{}'), idempotencyKey: 'k', maySend: () => true });
    expect(answer).toMatchObject({ kind: 'refused', window: true, untilMs: waitMs === null ? null : NOW + waitMs });
  });

  it('a window that has begun anew by what it says itself is no more than a rate limit', async () => {
    const error = { code: 'quota_window_exceeded', reset_at: NOW / 1000 - 5 };
    const provider = await at(http(429, JSON.stringify({ error })));
    const answer = await provider.submit({ body: Buffer.from('{}'), idempotencyKey: 'k', maySend: () => true });
    expect(answer).toMatchObject({ kind: 'refused', window: false, untilMs: null });
  });

  it('a rate limit is no window', async () => {
    const provider = await at(http(429, '{"error":{"code":"rate_limit_exceeded"}}', ['Retry-After: 7200']));
    const answer = await provider.submit({ body: Buffer.from('{}'), idempotencyKey: 'k', maySend: () => true });
    expect(answer).toMatchObject({ kind: 'refused', window: false, untilMs: NOW + 3_600_000 });
  });
});
