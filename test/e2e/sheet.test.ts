import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CHROMIUM, launchBrowser, watchedPage } from '../browser.ts';
import { balance } from './books.ts';
import type { Started } from './command.ts';
import { makeScene, type Scene } from './scene.ts';
import type { Vendor } from './vendor.ts';

// One morning: takes come in while the page is open, are chosen and chosen again, promoted, and once more when all has ended.
const PIPELINE = `version: 1
steps:
  draft:
    uses: generate
    strategy:
      matrix:
        shot: [kite, boat]
        look: { values: [{ id: cool, text: cool tones }, { id: warm, text: "<b>warm</b> light" }], key: id }
    with: { model: skyreels-v4-fast, resolution: 480p, duration: 3, prompt: "\${{ matrix.shot }} in \${{ matrix.look.text }}" }
  choose: { uses: pick, with: { from: [draft], group-by: [shot] } }
  final: { uses: promote, strategy: { over: choose }, with: { model: skyreels-v4-std, resolution: 1080p } }
`;
const PICKS = '.dailies/simulated/morning.picks.yaml';
let scene: Scene;
let vendor: Vendor;
let browser: Browser;
let open: Started;
let page: Page;
let errors: readonly string[];
beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  scene = makeScene();
  scene.write('pipelines/morning.yaml', PIPELINE);
  vendor = await scene.simulator({ speed: 40 });
  browser = await launchBrowser();
  await scene.cli('run', 'pipelines/morning.yaml', '--simulate', '--speed', '40', '-y', '--detach');
  open = scene.start('open', 'morning', '--simulate');
  await open.says(/whoever has this address/);
  ({ page, errors } = await watchedPage(browser, open.said().trim()));
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await scene?.close();
});

const chosen = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries<{ chosen: { node: string }[] }>(parse(scene.read(PICKS)).picks.choose ?? {}).map(
      ([group, answer]) => [group, answer.chosen[0]?.node ?? ''],
    ),
  );
const posts = async () => (await vendor.stats()).posts;
const promote = async () => {
  await page.keyboard.press('p');
  const dialog = page.getByRole('dialog');
  const words = await dialog.innerText();
  await dialog.getByRole('button', { name: /^Make/ }).dblclick();
  return words;
};

test.skipIf(CHROMIUM === undefined)(
  'takes come in while the page is open; answers are written, undone, and pay for nothing',
  async () => {
    await expect.poll(() => page.getByText('choose one').count(), { timeout: 60_000 }).toBe(2);
    expect(await page.locator('mark').allTextContents()).toEqual([
      'cool tones',
      '<b>warm</b> light',
      'cool tones',
      '<b>warm</b> light',
    ]);
    await page.keyboard.press('1');
    await page.getByText('choose@kite: draft@kite--cool').waitFor();
    expect(chosen()).toEqual({ kite: 'draft@kite--cool' });
    await page.keyboard.press('u');
    await page.getByText('undone: choose@kite').waitFor();
    expect(chosen()).toEqual({});
    for (const key of ['2', 'ArrowDown', '1']) await page.keyboard.press(key);
    await page.getByText('choose@boat: draft@boat--cool').waitFor();
    expect(chosen()).toEqual({ kite: 'draft@kite--warm', boat: 'draft@boat--cool' });
    await page.keyboard.press('n');
    await page.keyboard.type('sails too soon');
    await page.keyboard.press('Enter');
    await page.locator('.note', { hasText: 'sails too soon' }).waitFor();
    expect(await posts()).toBe(4);
  },
  120_000,
);

test.skipIf(CHROMIUM === undefined)(
  'what was changed since it was shown is shown again, and pays for nothing',
  async () => {
    const choose = (take: string) => {
      const body = JSON.stringify({ step: 'choose', group: 'kite', nodes: [take] });
      const sent = `{ method: 'POST', headers: { 'content-type': 'application/json' }, body: '${body}' }`;
      return page.evaluate<string>(`fetch('pick', ${sent}).then((answer) => answer.json()).then(({ kind }) => kind)`);
    };
    await page.keyboard.press('p');
    const make = page.getByRole('dialog').getByRole('button', { name: /^Make/ });
    await make.waitFor();
    expect(await choose('draft@kite--cool')).toBe('done');
    await make.click();
    await page.getByText('has changed since it was shown').waitFor();
    expect(await choose('draft@nobody')).toBe('no');
    expect(await choose('draft@kite--warm')).toBe('done');
    expect(await posts()).toBe(4);
  },
  120_000,
);

test.skipIf(CHROMIUM === undefined)(
  'promote shows nodes and price first, and lets the open run go on, once',
  async () => {
    const words = await promote();
    expect(words).toMatch(/^\$\d+\.\d+\n[\s\S]*final@kite\s+\$[\s\S]*final@boat\s+\$/);
    await expect.poll(() => page.locator('[aria-label=final] video[src]').count(), { timeout: 60_000 }).toBe(2);
    await page.locator('.top .state', { hasText: /^done$/ }).waitFor();
    expect(await posts()).toBe(6);
    expect(await page.getByRole('button', { name: /promote/i }).isHidden()).toBe(true);
  },
  120_000,
);

test.skipIf(CHROMIUM === undefined)(
  'another choice after the end is promoted by a new run, with its price for the limit',
  async () => {
    await page.keyboard.press('2');
    await page.getByText('choose@boat: draft@boat--warm').waitFor();
    expect(await promote()).toContain('1 thing is made');
    await page.getByRole('heading', { name: 'morning#2' }).waitFor({ timeout: 60_000 });
    await page.locator('.top .state', { hasText: /^done$/ }).waitFor({ timeout: 60_000 });
    expect(await posts()).toBe(7);
    expect(errors).toEqual([]);
    await balance(scene, vendor, ['morning']);
  },
  120_000,
);

test.skipIf(CHROMIUM === undefined)(
  'the same as one file plays from its folder; Ctrl-C ends the page',
  async () => {
    const { stdout } = await scene.cli('report', 'morning', '--html', '--simulate');
    expect(stdout.trim()).toMatch(/renders\/morning\/report\.html$/);
    const file = await watchedPage(browser, pathToFileURL(stdout.trim()).href);
    const playedTo = () => file.page.evaluate<number>("document.querySelector('video').currentTime");
    await expect.poll(playedTo, { timeout: 20_000 }).toBeGreaterThan(0.1);
    expect(await file.page.locator('[data-chosen=yes] h4').allTextContents()).toEqual(['warm', 'warm']);
    expect(await file.page.getByText('sails too soon').count()).toBe(1);
    expect(file.errors).toEqual([]);
    const elsewhere = await scene.cli('report', 'morning', '-o', 'out/a night.html', '--simulate');
    expect([elsewhere.code, elsewhere.stdout.trim()]).toEqual([0, expect.stringMatching(/out\/a night\.html$/)]);
    expect(scene.read('out/a night.html')).toContain('./../.dailies/simulated/renders/morning/draft%40kite--cool.mp4');
    open.interrupt();
    expect((await open.ended).code).toBe(0);
    await page.locator('.top[data-away]').waitFor();
  },
  120_000,
);
