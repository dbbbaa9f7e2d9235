import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchUrl } from '../../activities/fetch-url.ts';
import { type Qingbo, qingbo } from '../../activities/providers/qingbo/qingbo.ts';
import { resultHosts } from '../../activities/providers/qingbo/result-hosts.ts';
import { loadText } from '../language/load-file.ts';
import { openStage, shot } from './stage.ts';

// What a stranger's link may spell to make us talk to this machine, its network or its cloud. PORT: where a server of
// this test listens and counts.
const HERE = [
  '127.0.0.1', '127.1', '127.0.1', '127.255.255.254', '0177.0.0.1', '0x7f.0.0.1', '0x7f000001', '2130706433',
  '017700000001', '0x7f.1', '127.0.0.1.', '0', '0.0.0.0', '000.000.000.000', 'localhost', 'LOCALHOST', 'localhost.',
  '１２７.０.０.１', '127。0。0。1', '%31%32%37.0.0.1', '[::1]', '[0:0:0:0:0:0:0:1]', '[::]', '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]', '[0:0:0:0:0:ffff:7f00:0001]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]',
  '[2001:0:7f00:1::]', 'ⓛocalhost', 'user@127.0.0.1', 'files.example@127.0.0.1', 'files.example:x@localhost',
]; // biome-ignore format: a table
const ELSEWHERE = [
  '10.0.0.1', '10.1', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.1', '100.64.0.1', '169.254.169.254',
  '0xa9fea9fe', '2852039166', '169.254.43518', '[::ffff:a9fe:a9fe]', '[fd00:ec2::254]', '[fe80::1]', '[fc00::1]',
  '198.18.0.1', '192.0.0.1', '224.0.0.1', '255.255.255.255', '[ff02::1]', '[fe80::1%25lo]', '[2002:a00:1::]',
]; // biome-ignore format: a table

let counting: Server;
let folder: string;
let vendor: Qingbo;
let redirecting: Server;
let location = '';
let connections = 0;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dailies-private-'));
  counting = createServer((_, response) => response.end('film'));
  counting.on('connection', () => {
    connections += 1;
  });
  redirecting = createServer((_, response) => response.writeHead(302, { location }).end());
  // All of this machine, so that any spelling of it would get through.
  await new Promise<void>((resolve) => counting.listen(0, '::', resolve));
  await new Promise<void>((resolve) => redirecting.listen(0, '127.0.0.1', resolve));
  // Names of this machine are even allowed: their addresses are not.
  const patterns = ['files.example', '*.example', 'localhost', 'localhost.', '127.0.0.1', '[::1]', '::1'];
  const base = `http://127.0.0.1:${portOf(redirecting)}/v1`;
  vendor = qingbo({ baseUrl: base, key: 'k', resultHosts: patterns, now: Date.now, download: { stallMs: 1_000 } });
});
afterAll(async () => {
  await vendor.close();
  counting.close();
  redirecting.close();
  await rm(folder, { recursive: true, force: true });
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const part = () => join(folder, `${files++}.part`);
const urls = () =>
  ['http', 'https'].flatMap((scheme) => [
    ...HERE.map((host) => `${scheme}://${host}:${portOf(counting)}/f`),
    ...ELSEWHERE.map((host) => `${scheme}://${host}/f`),
  ]);
const link = (url: string) => vendor.download({ url, partPath: part(), signal: AbortSignal.timeout(3_000) });

describe('an address that is not public', () => {
  it('is spelled in more than forty ways, and this test would see each connection', async () => {
    expect(HERE.length + ELSEWHERE.length).toBeGreaterThanOrEqual(40);
    const before = connections;
    const reached = HERE.filter((host) => URL.canParse(`http://${host}:1/`) && !host.includes('@'));
    await Promise.all(reached.map((host) => fetch(`http://${host}:${portOf(counting)}/`).catch(() => undefined)));
    expect(connections - before).toBeGreaterThan(15);
    connections = 0;
  });

  it('is not connected to by a result link, over http or https', async () => {
    const kinds = await Promise.all(urls().map(async (url) => [url, (await link(url)).kind]));
    expect(kinds.filter(([, kind]) => kind !== 'host' && kind !== 'broken')).toEqual([]);
    expect(connections).toBe(0);
  });

  it('is not connected to by a redirect of an allowed host', async () => {
    for (const url of urls()) {
      location = Buffer.from(url).toString('latin1');
      const { kind } = await link(`http://127.0.0.1:${portOf(redirecting)}/f`);
      expect(['host', 'broken'], url).toContain(kind);
    }
    expect(connections).toBe(0);
  });

  it('is not connected to by a redirect of what a pipeline fetches; named in the pipeline it is', async () => {
    const signal = AbortSignal.timeout(20_000);
    const from = (url: string) => fetchUrl({ url, partPath: part(), mostBytes: 1_000, signal });
    // Under another name of its own the first server would be one that was named.
    const named = `http://localhost:${portOf(redirecting)}/f`;
    for (const url of urls().filter((one) => !/localhost|ⓛ/i.test(one))) {
      location = Buffer.from(url).toString('latin1');
      expect(['host', 'broken'], url).toContain((await from(named)).kind);
    }
    expect(connections).toBe(0);
    expect(await from(`http://localhost:${portOf(counting)}/f`)).toMatchObject({ kind: 'saved', bytes: 4 });
    expect(connections).toBe(1);
    connections = 0;
  });

  it('is what no name may resolve to, whatever the allow-list says', async () => {
    const hosts = resultHosts('https://api.example/v1', ['localhost']);
    const found = await new Promise((resolve) =>
      hosts.lookup('localhost', { all: true }, (error, addresses) => resolve(error ?? addresses)),
    );
    expect(found).toBeInstanceOf(Error);
  });
});

describe('a URL in a field of a shot', () => {
  const shots = (url: string) => [
    shot('first', { fields: { ...IMAGE, first_frame_image: url } }),
    shot('last', { fields: { ...FRAMES, first_frame_image: url, last_frame_image: url } }),
    shot('mid', { fields: { ...IMAGE, first_frame_image: url, mid_frame_images: [{ ...TAG, image_url: url, time_stamp: 1 }] } }),
    shot('images', { fields: { ...BASE, action: 'reference', image_urls: [url] } }),
    shot('ref', { fields: { ...BASE, action: 'reference', ref_images: [{ ...TAG, type: 'image', image_urls: [url], audio_url: url }] } }),
    shot('videos', { fields: { ...BASE, action: 'reference_video', ref_videos: [{ ...TAG, type: 'reference', video_url: url }] } }),
    shot('audio', { fields: { ...BASE, action: 'reference_audio', audio_urls: [url] } }),
  ]; // biome-ignore format: a table
  const BASE = { model: 'skyreels-v4-fast', prompt: 'a boat', duration: 3, resolution: '480p' };
  const IMAGE = { ...BASE, action: 'image2video' };
  const FRAMES = { ...BASE, action: 'first_last_frame' };
  const TAG = { tag: 'boat' };

  it('is for the vendor alone: neither compiling nor submitting nor following it connects to anything', async () => {
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '0x7f.1']) {
      const url = `http://${host}:${portOf(counting)}/f`;
      const nodes = shots(url);
      const steps = nodes.map(({ id, fields }) => `  ${id}: { uses: generate, with: ${JSON.stringify(fields)} }`);
      const { problems, plan } = await loadText(`version: 1\nsteps:\n${steps.join('\n')}\n`);
      expect([problems.filter(({ severity }) => severity === 'error'), plan?.nodes.length]).toEqual([[], nodes.length]);
      const stage = await openStage({ nodes, sim: { cap: nodes.length } });
      for (const node of nodes.keys()) {
        const outcome = await stage.activities.submit(stage.input(node));
        expect(outcome.kind).toBe('created');
      }
      await stage.sim.waitFor('completed', nodes.length);
      await stage.close();
    }
    expect(connections).toBe(0);
  });
});
