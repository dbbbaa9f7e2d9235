import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLIP, servedDesk } from './a-desk.ts';
import { shaOf } from './facts.ts';

let desk: Awaited<ReturnType<typeof servedDesk>>;
beforeAll(async () => {
  desk = await servedDesk();
});
afterAll(() => desk.close());

const JSON_TYPE = { 'content-type': 'application/json' };
const at = (rest: string) => `${desk.url.pathname}${rest}`;
const own = () => ({ origin: desk.url.origin, ...JSON_TYPE });
const order = (name: string, body: string, headers: Record<string, string> = own()) =>
  desk.ask(at(name), { method: 'POST', headers, body });
const UNDO = JSON.stringify({});

describe('the page', () => {
  test('comes with its script and its style, and with headers that let nothing else in', async () => {
    for (const [name, type] of [
      ['', 'text/html'],
      ['page.js', 'text/javascript'],
      ['sheet.css', 'text/css'],
    ] as const) {
      const { status, headers } = await desk.ask(at(name));
      expect([status, headers['content-type']]).toEqual([200, `${type}; charset=utf-8`]);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
      expect(headers['content-security-policy']).not.toContain('unsafe');
    }
  });

  test('is at no other address', async () => {
    const wrong = [
      '/',
      '/page.js',
      `/${'A'.repeat(32)}/`,
      desk.url.pathname.slice(0, -2),
      at('../'),
      at('media/../page.js'),
      at('page.js?x'),
      at('index.html'),
    ];
    for (const target of wrong) expect([target, (await desk.ask(target)).status]).toEqual([target, 404]);
  });

  test('is for nobody who calls us by another name, or is led here by another page', async () => {
    const host = `127.0.0.1:${desk.url.port}`;
    const led: readonly Record<string, string>[] = [
      { host: `evil.example:${desk.url.port}` },
      { host: '127.0.0.1' },
      { host, origin: 'https://evil.example' },
      { host, origin: `http://localhost:${desk.url.port}` },
      { host, origin: 'null' },
      { host, 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of led) {
      expect([headers, (await desk.ask(at(''), { headers })).status]).toEqual([headers, 404]);
    }
    expect((await desk.ask(at(''), { headers: { host: `localhost:${desk.url.port}` } })).status).toBe(200);
    expect((await desk.ask(at(''), { headers: { host, 'sec-fetch-site': 'none' } })).status).toBe(200);
  });
});

describe('orders', () => {
  test('are taken from our own page', async () => {
    const pick = { step: 'choose', group: 's0', nodes: ['draft@s0--cool'] };
    const { status, body } = await order('pick', JSON.stringify(pick));
    expect([status, JSON.parse(body.toString())]).toEqual([200, { kind: 'done', words: 'pick' }]);
    expect(desk.asked.at(-1)).toEqual({ order: 'pick', body: pick });
  });

  test.each([
    ['from nowhere', UNDO, JSON_TYPE, 404],
    ['from another origin', UNDO, { ...JSON_TYPE, origin: 'http://127.0.0.1:1' }, 404],
    ['from a form', 'a=b', { 'content-type': 'text/plain' }, 415],
    ['that are no JSON', '{', {}, 400],
    ['with a field that nobody knows', JSON.stringify({ force: true }), {}, 400],
    ['that are no object', '[]', {}, 400],
    ['longer than any order', `{"x":"${'x'.repeat(20_000)}"}`, {}, 413],
  ])('%s are not', async (_, body, headers, status) => {
    const before = desk.asked.length;
    const sent = 'origin' in headers || status === 404 ? headers : { ...own(), ...headers };
    expect((await order('undo', body, sent)).status).toBe(status);
    expect(desk.asked).toHaveLength(before);
  });

  test('that nobody knows, or of the wrong shape, are refused', async () => {
    for (const [name, body] of [
      ['pay', {}],
      ['constructor', {}],
      ['promote', { offer: 'x' }],
      ['approve', { step: 'a', group: '', answer: 'maybe' }],
      ['note', { node: 'a', text: 'x'.repeat(1001) }],
    ] as const)
      expect([name, (await order(name, JSON.stringify(body))).status]).toEqual([name, 400]);
    expect((await desk.ask(at(''), { method: 'DELETE', headers: { origin: desk.url.origin } })).status).toBe(405);
  });
});

describe('media', () => {
  const clip = () => at(`media/${shaOf('draft@s0--cool')}.mp4`);
  test.each([
    [undefined, 200, 0, 1000],
    ['bytes=0-9', 206, 0, 10],
    ['bytes=990-', 206, 990, 1000],
    ['bytes=-5', 206, 995, 1000],
    ['bytes=10-5000', 206, 10, 1000],
    ['bytes=0-1,4-5', 200, 0, 1000],
    ['bytes=1000-', 416, 0, 0],
  ])('of %s are sent', async (range, status, start, end) => {
    const answer = await desk.ask(clip(), { headers: range === undefined ? {} : { range } });
    expect([answer.status, answer.headers['content-length']]).toEqual([status, String(end - start)]);
    expect(answer.body.equals(CLIP.subarray(start, end))).toBe(true);
    if (status === 206) expect(answer.headers['content-range']).toBe(`bytes ${start}-${end - 1}/1000`);
  });

  test('that the sheet does not show are not there, nor is anything else of the disk', async () => {
    const wrong = [
      `media/${shaOf('another')}.mp4`,
      'media/../../etc/passwd',
      'media/%2e%2e%2fpage.js',
      `media/${shaOf('draft@s0--cool')}`,
    ];
    for (const name of wrong) expect([name, (await desk.ask(at(name))).status]).toEqual([name, 404]);
  });

  test('of a kind that a browser might run are handed out as bytes', async () => {
    const { headers } = await desk.ask(at(`media/${shaOf('draft@s0--cool')}.svg`));
    expect(headers).toMatchObject({ 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' });
  });
});
