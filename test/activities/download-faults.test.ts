import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Qingbo, qingbo } from '../../activities/providers/qingbo/qingbo.ts';
import type { Activities } from '../../plan/activity.ts';
import { apiProfile } from '../../plan/profiles.ts';
import type { FaultAction } from '../../simulator/index.ts';
import { uncollectedOf } from '../../store/index.ts';
import { openStage, type Stage, shot } from './stage.ts';

const MOST_NODES = 60;
let stage: Stage;
let vendor: Qingbo;
let activities: Activities;
let forbidden: Server;
let connections = 0;
let next = 0;

beforeAll(async () => {
  const nodes = Array.from({ length: MOST_NODES }, (_, at) => shot(`n${at}`));
  stage = await openStage({ nodes, sim: { cap: MOST_NODES } });
  const baseUrl = stage.sim.apiUrl;
  const download = { stallMs: 300, mostBytes: 1_000_000 };
  vendor = qingbo({ baseUrl, key: 'key', resultHosts: ['localhost'], now: Date.now, getAnswerMs: 1_000, download });
  activities = stage.as({}, { provider: vendor });
  forbidden = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => forbidden.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await vendor.close();
  forbidden.close();
  await stage.close();
});

/** A finished task of a node of its own, what its link really serves, and how its file is fetched. */
async function finished() {
  const node = next++;
  const outcome = await activities.submit(stage.input(node));
  const task = outcome.kind === 'created' ? outcome.task : '';
  await stage.sim.waitFor('completed', node + 1);
  const answer = await vendor.status(task);
  const url = answer.kind === 'task' ? (answer.view.urls[0] ?? '') : '';
  const served = createHash('sha256')
    .update(new Uint8Array(await (await fetch(url)).arrayBuffer()))
    .digest('hex');
  const spoil = (action: FaultAction, count = 1, op: 'download' | 'poll' = 'download') =>
    stage.sim.fault({ match: { op, task }, count, action });
  const before = stage.sim.stats();
  const asked = () => {
    const { polls, downloads } = stage.sim.stats();
    return [polls - before.polls, downloads - before.downloads];
  };
  return { node, task, served, spoil, asked, save: () => activities.download({ ...stage.input(node), task }) };
}
const left = async () => (await readdir(join(stage.store.folder, 'temporary'))).filter((name) => name.includes('part'));
const answer = (status: number, location?: string): FaultAction => {
  return { do: 'answer', status, ...(location === undefined ? {} : { headers: { location } }) };
};
const cut: FaultAction = { do: 'cut', part: 0.6 };

describe('a file comes home as it was served', () => {
  // What strikes the first downloads, one each; then how often the task is asked (each time for a fresh link) and how
  // many requests reach the file itself.
  it.each<[string, readonly FaultAction[], number, number]>([
    ['nothing', [], 1, 1],
    ['403', [answer(403)], 2, 1],
    ['404', [answer(404)], 2, 1],
    ['410', [answer(410)], 2, 1],
    ['nine dead links', Array.from({ length: 9 }, () => answer(403)), 10, 1],
    ['500, 502 and 429', [answer(500), answer(502), answer(429)], 4, 1],
    ['HTML with 200', [{ do: 'content', of: 'html' }], 2, 2],
    ['JSON with 200', [{ do: 'content', of: 'json' }], 2, 2],
    ['no MP4', [{ do: 'content', of: 'noise' }], 2, 2],
    ['0 bytes', [{ do: 'content', of: 'empty' }], 2, 2],
    ['an endless body', [{ do: 'content', of: 'endless' }], 2, 2],
    ['a Content-Length that is too long', [{ do: 'length', by: 1_000 }], 1, 3],
    ['a Content-Length that is too short', [{ do: 'length', by: -1_000 }], 2, 2],
    ['a cut', [cut], 1, 2],
    ['a cut without a length', [{ ...cut, chunked: true }], 1, 2],
    ['three cuts', [{ do: 'cut', part: 0.4 }, cut, cut], 1, 4],
    ['a stall', [{ do: 'stall', part: 0.6 }], 1, 2],
    ['a cut, then a wrong range', [cut, { do: 'shift', by: 700 }], 1, 3],
    ['a cut, then another ETag', [cut, { do: 'etag', value: '"another"' }], 1, 3],
    ['a cut, then 416', [cut, answer(416)], 1, 2],
    ['a cut, then a dead link', [cut, answer(403)], 2, 2],
    ['a cut, then a broken connection', [cut, { do: 'reset', when: 'before' }], 2, 2],
    ['a reset', [{ do: 'reset', when: 'before' }], 2, 1],
    ['no answer at all', [{ do: 'silence', when: 'before' }], 2, 1],
    ['a redirect to nowhere', [answer(302, 'http://')], 2, 1],
  ])('after %s', async (_case, actions, polls, downloads) => {
    const { node, served, spoil, asked, save } = await finished();
    for (const action of actions) spoil(action);
    expect(await save()).toMatchObject({ kind: 'saved', sha256: served, cost: 102_000 });
    expect(asked()).toEqual([polls, downloads]);
    expect((await stage.store.records.of('film', `n${node}`))[0]).toMatchObject({ sha256: served });
    expect(await left()).toEqual([]);
  });

  it('served with other bytes on the second try, it stays what was recorded', async () => {
    const { served, spoil, asked, save } = await finished();
    expect(await save()).toMatchObject({ kind: 'saved', sha256: served });
    spoil({ do: 'content', of: 'other' }, 0);
    expect(await save()).toMatchObject({ kind: 'saved', sha256: served });
    expect(asked()).toEqual([1, 1]);
  });
});

describe('a link that leads elsewhere is not followed', () => {
  it.each([
    ['plain http', 'http://localhost/f'],
    ['this machine', 'http://127.0.0.1:PORT/f'],
    ['this machine by https', 'https://127.0.0.1:PORT/f'],
    ['an allowed name that is this machine', 'https://localhost:PORT/f'],
    ["a cloud's metadata", 'http://169.254.169.254/latest/meta-data/'],
    ['a wrapped address', 'https://[::ffff:7f00:1]:PORT/f'],
    ['a file', 'file:///etc/passwd'],
  ])('%s', async (_case, text) => {
    const to = text.replace('PORT', String((forbidden.address() as AddressInfo).port));
    const one = await finished();
    one.spoil(answer(302, to));
    const first = await one.save();
    // A name that may be asked for and leads to a bad address is the network's fault: it is asked for again.
    const isName = to.startsWith('https://localhost');
    expect(first).toMatchObject(isName ? { kind: 'saved' } : { kind: 'paused', code: 'HOST_UNKNOWN' });
    expect(await one.save()).toMatchObject({ kind: 'saved', sha256: one.served });
    expect(connections).toBe(0);
    expect(await left()).toEqual([]);
  });

  it('and this test would see a connection', async () => {
    await fetch(`http://127.0.0.1:${(forbidden.address() as AddressInfo).port}/`).catch(() => undefined);
    expect(connections).toBe(1);
  });
});

describe('a file that cannot be had', () => {
  it.each<[string, FaultAction, string]>([
    ['whose link is dead for good', answer(410), 'LINK_DEAD'],
    ['whose task is gone', answer(404), 'LINK_DEAD'],
    ['that is no video', { do: 'content', of: 'noise' }, 'FILE_UNUSABLE'],
    ['that is empty', { do: 'content', of: 'empty' }, 'FILE_UNUSABLE'],
    ['without an end', { do: 'content', of: 'endless' }, 'FILE_UNUSABLE'],
  ])('%s is blocked after a while, told with its price, and never paid again', async (name, action, code) => {
    const { node, task, spoil, save } = await finished();
    spoil(action, 0, name.includes('task') ? 'poll' : 'download');
    expect(await save()).toEqual({ kind: 'blocked', code });
    const [waiting] = (await uncollectedOf(stage.store, 'film')).filter(({ created }) => created.task === task);
    expect(waiting?.trouble).toMatchObject({ code, lost: true });
    expect(waiting?.claim.reserved).toBe(102_000);
    expect(await activities.submit(stage.input(node))).toMatchObject({ kind: 'created', task });
    expect(await left()).toEqual([]);
    stage.sim.clearFaults();
  });

  it('because the vendor is silent is tried while its link may live, and a person is told; then it comes for nothing', async () => {
    const { node, task, spoil, save } = await finished();
    spoil(answer(503), 0, 'poll');
    const api = { ...apiProfile('simulator'), taskLifeMs: 0, linkLifeMs: 0 };
    const short = stage.as({}, { provider: vendor, api });
    expect(await short.download({ ...stage.input(node), task })).toEqual({ kind: 'blocked', code: 'OUT_OF_REACH' });
    const [waiting] = (await uncollectedOf(stage.store, 'film')).filter(({ created }) => created.task === task);
    expect(waiting?.trouble).toMatchObject({ code: 'OUT_OF_REACH', lost: false });
    stage.sim.clearFaults();
    expect(await save()).toMatchObject({ kind: 'saved' });
  });

  it('that breaks off each time is tried until its link has ended', async () => {
    const { task, spoil, save } = await finished();
    const nowS = Math.floor(Date.now() / 1_000);
    spoil({ do: 'cut', part: 0.1 }, 0);
    spoil({ do: 'patch', set: { 'result.videos.0.expires_at': nowS + 2 } }, 0, 'poll');
    expect(await save()).toEqual({ kind: 'blocked', code: 'LINK_DEAD' });
    expect(Date.now()).toBeGreaterThanOrEqual((nowS + 2) * 1_000);
    const [waiting] = (await uncollectedOf(stage.store, 'film')).filter(({ created }) => created.task === task);
    expect(waiting).toMatchObject({ endsAtMs: (nowS + 2) * 1_000, trouble: { cost: 102_000, lost: true } });
  });
});
