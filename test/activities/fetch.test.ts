import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { PlanNode } from '../../plan/plan.ts';
import { PIXEL_PNG, silence } from '../media/samples.ts';
import { make, openStage, type Stage, shot } from './stage.ts';

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const PIXEL = sha256Of(PIXEL_PNG);
let stage: Stage;
let server: Server;
let origin = '';
let asked: string[] = [];
/** What the server answers: bytes, a redirect, or a status. */
let pages: { [path: string]: Buffer | string | number } = {};

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const page = pages[request.url ?? ''] ?? 404;
    if (typeof page === 'number') response.writeHead(page).end();
    else if (typeof page === 'string') response.writeHead(302, { location: page }).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => server.close());
afterEach(async () => {
  asked = [];
  pages = {};
  await stage.close();
});

const node = (fetch: PlanNode['fetch'], id = 'still') =>
  shot(id, { kind: 'fetch', fields: {}, price: 0, ...(fetch && { fetch }) });
const open = async (...nodes: readonly PlanNode[]) => {
  stage = await openStage({ nodes });
  return stage;
};
const fetched = () => stage.activities.fetch({ place: stage.place, node: 0, generation: 1, attempt: 1 });

test('a URL is fetched once, known by its content, and lies where people look under its own ending', async () => {
  const { store, root } = await open(node({ url: `${origin}/hero` }));
  pages = { '/hero': PIXEL_PNG };
  expect(await fetched()).toEqual({ kind: 'saved', sha256: PIXEL, seconds: 0, cost: 0 });
  expect(readFileSync(path.join(root, '.dailies', 'simulated', 'renders', 'film', 'still.png'))).toEqual(PIXEL_PNG);
  expect(await fetched()).toMatchObject({ kind: 'saved' });
  expect(asked).toEqual(['/hero']);
  const [record] = await store.records.of('film', 'still');
  expect(record).toMatchObject({ kind: 'local', media: 'png', cost: 0, sources: [], task: '' });
});

test('redirects are followed a few times, and no further', async () => {
  await open(node({ url: `${origin}/1` }));
  pages = { '/1': '/2', '/2': '/3', '/3': '/4', '/4': silence(4) };
  expect(await fetched()).toMatchObject({ kind: 'saved', seconds: 4 });
  pages = { '/1': '/1' };
  await stage.close();
  await open(node({ url: `${origin}/1` }));
  expect(await fetched()).toMatchObject({ kind: 'failed', code: 'FETCH_FAILED' });
}, 20_000);

test('what is not there, no medium, or too large is a failure, and leaves nothing behind', async () => {
  const huge = Buffer.concat([PIXEL_PNG, Buffer.alloc(30_000_001)]);
  pages = { '/page': Buffer.from('<!doctype html><title>Sign in</title>'), '/huge': huge };
  const { store } = await open(node({ url: `${origin}/gone` }));
  expect(await fetched()).toEqual({ kind: 'failed', code: 'FETCH_FAILED', cost: 0, again: false });
  for (const name of ['page', 'huge']) {
    await stage.close();
    await open(node({ url: `${origin}/${name}` }));
    expect(await fetched()).toMatchObject({ kind: 'failed', code: 'FETCH_UNUSABLE' });
    expect(await stage.store.media.has(sha256Of(huge))).toBe(false);
  }
  expect(await store.records.all('film')).toEqual([]);
});

test('a local file is the one that was planned, whatever its name has come to hold', async () => {
  const { store } = await open(node({ sha256: PIXEL }));
  expect(await fetched()).toMatchObject({ kind: 'blocked' });
  const part = await store.media.part('pixel');
  writeFileSync(part, PIXEL_PNG);
  await store.media.add(part, PIXEL);
  expect(await fetched()).toMatchObject({ kind: 'saved', sha256: PIXEL });
});

test('a file that is gone is fetched again, but only the same bytes are taken', async () => {
  pages = { '/hero': PIXEL_PNG };
  const { store, place, root } = await open(node({ url: `${origin}/hero` }));
  await fetched();
  const [record] = await store.records.of('film', 'still');
  const decision = make({ state: 'restorable', action: 'fetch', ...(record && { identity: record.identity }) });
  const decisions = await store.decisions.put({ version: 1, plan: place.plan, realm: 'simulator', nodes: [decision] });
  const restore = () => stage.as({}).restore({ place: { ...place, decisions }, node: 0, generation: 1, attempt: 1 });
  const forget = async () => {
    await rm(path.join(store.folder, 'media'), { recursive: true });
    await rm(path.join(root, '.dailies', 'simulated', 'renders'), { recursive: true, force: true });
  };
  await forget();
  pages = { '/hero': silence(3) };
  expect(await restore()).toMatchObject({ kind: 'blocked', code: 'LINK_DEAD' });
  pages = { '/hero': PIXEL_PNG };
  expect(await restore()).toMatchObject({ kind: 'saved', sha256: PIXEL });
  expect(existsSync(path.join(root, '.dailies', 'simulated', 'renders', 'film', 'still.png'))).toBe(true);
});
