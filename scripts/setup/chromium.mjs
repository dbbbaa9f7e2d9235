import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * A browser for the tests that play what was rendered. In CI, as root on Debian, it is installed; elsewhere it is said
 * how to get it, and those tests are left out.
 */
export function ensureChromium() {
  if (PLACES.some(existsSync)) return;
  const canInstall = process.env.CI === 'true' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!canInstall) {
    console.error('No Chromium: the browser tests are left out. To have them: apt-get install chromium');
    return;
  }
  console.error('Installing Chromium.');
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-q'], options);
  const { status } = spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], options);
  if (status !== 0) console.error('Chromium could not be installed; the browser tests are left out.');
}
