import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const VERSION = 'v1.8.0';
const MODULE = `github.com/versity/versitygw/cmd/versitygw@${VERSION}`;
const LONGEST_BUILD_MS = 15 * 60_000;

/**
 * A real S3 server for the tests of the media host, built once into the user's cache folder with the user's Go. Where it
 * cannot be had it is said which tests are left out. It goes on beside other steps: await it before the tests.
 */
export async function ensureVersitygw(root) {
  const { cacheFolder } = await import(pathToFileURL(path.join(root, 'dist', 'config', 'index.js')).href);
  const folder = cacheFolder(process.env);
  const binary = path.join(folder, `versitygw-${VERSION}`);
  if (existsSync(binary)) return;
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) {
    console.error(
      'No Go: the tests of the media host against a real S3 server are left out. To have them: install Go.',
    );
    return;
  }
  console.error(`Building the S3 server of the tests (versitygw ${VERSION}); about a minute, once.`);
  mkdirSync(folder, { recursive: true });
  const part = mkdtempSync(path.join(folder, 'versitygw-'));
  // In a folder of no module; settings that would build for another machine are left out.
  const { GOOS: _os, GOARCH: _arch, ...env } = process.env;
  const options = { cwd: part, env: { ...env, GOBIN: part }, stdio: 'ignore', timeout: LONGEST_BUILD_MS };
  const code = await new Promise((resolve) => {
    const build = spawn('go', ['install', MODULE], options);
    build.once('error', () => resolve(1));
    build.once('exit', resolve);
  });
  if (code === 0) renameSync(path.join(part, 'versitygw'), binary);
  else console.error('versitygw could not be built; the tests of the media host against it are left out.');
  rmSync(part, { recursive: true, force: true });
}
