import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { findBinary, isEngineError } from '../../engine/index.ts';
import { type Answer, cutOff, openArchiveServer, status, whole } from './archive-server.ts';
import { fakeTemporal, tarGz, zip } from './archives.ts';

const good = tarGz({ LICENSE: 'free', temporal: fakeTemporal() });
const open: { close(): Promise<void> }[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function serve(answer: Answer) {
  const server = await openArchiveServer(answer);
  open.push(server);
  const cacheDir = mkdtempSync(join(tmpdir(), 'dailies-cache-'));
  folders.push(cacheDir);
  const lines: string[] = [];
  const report = (line: string) => lines.push(line);
  const find = (platform = 'linux') =>
    findBinary({ env: {}, cacheDir, archiveUrl: server.url, machine: { platform, arch: 'amd64' }, report });
  return { ...server, cacheDir, lines, find };
}

/** Asks for the binary, expects none, and returns why the download gave none. */
async function refusal(answer: Answer): Promise<string> {
  const it = await serve(answer);
  const error = await it.find().catch((caught: unknown) => caught);
  if (!isEngineError(error)) throw new Error('a binary was found');
  expect(error.code).toBe('ENGINE_NONE');
  // Nothing half is left, neither in place nor beside it.
  expect(readdirSync(join(it.cacheDir, 'temporal-1.5.1-linux-amd64'))).toEqual([]);
  return /the download: (.*)/.exec(error.hint)?.[1] ?? '';
}

test('the published .tar.gz is unpacked into the cache and found there the next time', async () => {
  const it = await serve(whole(good));
  const path = await it.find();
  expect(it.asked).toEqual(['/cli/archive/v1.5.1?platform=linux&arch=amd64']);
  expect(readFileSync(path, 'utf8')).toBe(fakeTemporal());
  expect(readdirSync(dirname(path))).toEqual(['temporal']);
  expect(it.lines.at(0)).toContain('Downloading the Temporal engine 1.5.1');
  expect(await it.find()).toBe(path);
  expect(it.asked).toHaveLength(1);
});

test('the published .zip is unpacked too', async () => {
  const it = await serve(whole(zip({ LICENSE: 'free', 'temporal.exe': fakeTemporal() })));
  const path = await it.find('windows');
  expect(path.endsWith('temporal.exe')).toBe(true);
  expect(readFileSync(path, 'utf8')).toBe(fakeTemporal());
});

test('a redirect is followed', async () => {
  const it = await serve(status(500));
  it.redirectTo(whole(good));
  expect(existsSync(await it.find())).toBe(true);
  expect(it.asked).toHaveLength(2);
});

test('parts that a killed command left behind are swept away', async () => {
  const it = await serve(status(404));
  await it.find().catch(() => {});
  const folder = join(it.cacheDir, 'temporal-1.5.1-linux-amd64');
  writeFileSync(join(folder, 'temporal.part'), 'half');
  writeFileSync(join(folder, 'temporal.archive.part'), 'half');
  it.redirectTo(whole(good));
  await it.find();
  expect(readdirSync(folder)).toEqual(['temporal']);
});

test('two that look at once download once', async () => {
  const it = await serve(whole(good));
  const [one, other] = await Promise.all([it.find(), it.find()]);
  expect(one).toBe(other);
  expect(it.asked).toHaveLength(1);
  expect(it.lines).toContain('Waiting for another command that is fetching the engine');
});

test('a binary of another version is not taken', async () => {
  const wrong = tarGz({ temporal: fakeTemporal('1.5.0', '1.29.0') });
  expect(await refusal(whole(wrong))).toContain('temporal 1.5.0 with server 1.29.0, not 1.5.1');
});

test('a file that does not run is not taken', async () => {
  expect(await refusal(whole(tarGz({ temporal: 'not a program' })))).toContain('no Temporal that runs here');
});

test('a missing archive is named with its status', async () => {
  expect(await refusal(status(404))).toContain('answered 404');
});

test('a connection that is cut is not taken for the end', async () => {
  expect(await refusal(cutOff(good))).not.toBe('');
});

test('an archive that was stored half is not taken', async () => {
  expect(await refusal(whole(good.subarray(0, good.length / 2)))).toContain('unexpected end of file');
});

test('a flipped byte is noticed by the checksum of the archive', async () => {
  const bytes = Buffer.from(good);
  const at = bytes.length - 8; // the CRC itself: everything before it unpacks well
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  expect(await refusal(whole(bytes))).toContain('incorrect data check');
});

test('a tar header with a wrong checksum is noticed', async () => {
  const tar = gunzipSync(tarGz({ temporal: fakeTemporal() }));
  tar[0] = 0x54; // "Temporal"
  expect(await refusal(whole(gzipSync(tar)))).toContain('a wrong checksum');
});

test('a zip with a wrong checksum is noticed', async () => {
  const bytes = zip({ temporal: fakeTemporal() });
  const crcAt = bytes.indexOf('PK\x01\x02') + 16;
  bytes[crcAt] = (bytes[crcAt] ?? 0) ^ 1;
  expect(await refusal(whole(bytes))).toContain('a wrong checksum');
});

test('a web page, an archive without the binary and a tar cut short are not taken', async () => {
  expect(await refusal(whole(Buffer.from('<html>sign in</html>')))).toContain('neither');
  expect(await refusal(whole(tarGz({ LICENSE: 'free' })))).toContain('holds no temporal');
  const tar = gunzipSync(tarGz({ temporal: fakeTemporal() }));
  expect(await refusal(whole(gzipSync(tar.subarray(0, 4_000))))).toContain('ends too early');
});
