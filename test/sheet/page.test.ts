import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SheetFacts, sheetOf, staticSheet } from '../../sheet/index.ts';
import { CHROMIUM, launchBrowser, watchedPage } from '../browser.ts';
import { batchPlan, plan } from '../cli-views/fake-run.ts';
import { PAYLOADS } from '../cli-views/payloads.ts';
import { makeClips } from '../media/clips.ts';
import { PAGE_FOLDER, servedDesk } from './a-desk.ts';
import { batchFacts, made } from './facts.ts';

const PHONE = { viewport: { width: 390, height: 844 } };
/** Decoding is most of what a browser does here: where playing is not looked at, nothing plays. */
const STILL = { reducedMotion: 'reduce' } as const;
const EVIL = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
let browser: Browser;
let clips: Awaited<ReturnType<typeof makeClips>>;
let clip: string;
beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  browser = await launchBrowser();
  clips = await makeClips();
  clip = await clips.clip('take.mp4', { seconds: 3 });
});
afterAll(async () => {
  await browser?.close();
  await clips?.remove();
});

/** A served sheet whose facts can be changed while it is looked at; every file is the same clip. */
async function served(first: SheetFacts) {
  let facts = first;
  const offer = async () => ({ kind: 'done', words: '', due: DUE }) as const;
  const desk = await servedDesk({ sheet: async () => sheetOf(facts), mediaFile: async () => clip, offer });
  const become = (next: SheetFacts) => {
    facts = next;
    desk.change();
  };
  return { ...desk, url: desk.url.href, become };
}

const DUE = {
  ...{ offer: 'a'.repeat(64), price: '$1.4875', isFree: false },
  nodes: [{ node: 'final@s0', price: '$1.4875', because: 'never made' }],
};
const FIRST_TIME = "document.querySelector('video').currentTime";
const isWide = (page: Page) => page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');

async function serious(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const found = await page.evaluate<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>(
    'axe.run()',
  );
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

describe.skipIf(CHROMIUM === undefined)('the page', { timeout: 60_000 }, () => {
  test('is used from the keyboard: choose, move, note, undo, promote once', async () => {
    const facts = batchFacts({ due: DUE });
    const desk = await served({ ...facts, head: { ...facts.head, undo: 'choose@s0' } });
    const { page, errors } = await watchedPage(browser, desk.url, STILL);
    const told = async (count: number) => {
      await expect.poll(() => desk.asked.length).toBe(count);
      return desk.asked.at(-1);
    };
    await page.keyboard.press('2');
    expect(await told(1)).toEqual({ order: 'pick', body: { step: 'choose', group: 's0', nodes: ['draft@s0--warm'] } });
    await page.locator('[data-node="draft@s0--warm"][data-current]').waitFor();
    for (const key of ['ArrowDown', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    expect(await told(2)).toEqual({ order: 'pick', body: { step: 'choose', group: 's1', nodes: ['draft@s1--warm'] } });
    await page.keyboard.press('n');
    await page.keyboard.type('the hand, at 2 s');
    await page.keyboard.press('Enter');
    expect(await told(3)).toEqual({ order: 'note', body: { node: 'draft@s1--warm', text: 'the hand, at 2 s' } });
    await page.keyboard.press('u');
    expect(await told(4)).toEqual({ order: 'undo', body: {} });
    await page.keyboard.press('?');
    await page.keyboard.press('1');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'choose cool' }).nth(2).click();
    expect(await told(5)).toMatchObject({ order: 'pick', body: { group: 's2' } });
    await page.getByRole('button', { name: 'note about warm' }).first().click();
    await page.keyboard.type('by mouse');
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await told(6)).toEqual({ order: 'note', body: { node: 'draft@s0--warm', text: 'by mouse' } });
    expect(errors).toEqual([]);
    await Promise.all([page.close(), desk.close()]);
  });

  test('shows the last choice, whatever is told of the one before', async () => {
    const facts = batchFacts();
    const desk = await served(facts);
    const { page } = await watchedPage(browser, desk.url, STILL);
    for (const key of ['1', '2']) await page.keyboard.press(key);
    await expect.poll(() => desk.asked.length).toBe(2);
    const chosen = (node: string) => [
      { step: 'choose', group: 's0', chosen: [{ node }], candidates: [], byName: true },
    ];
    const shown = () => page.locator('.card[data-chosen=yes]').first().getAttribute('data-node');
    desk.become({ ...facts, answers: chosen('draft@s0--cool'), head: { ...facts.head, undo: 'the first' } });
    await page.getByTitle('the first (u)').waitFor();
    expect(await shown()).toBe('draft@s0--warm');
    desk.become({ ...facts, answers: chosen('draft@s0--warm'), head: { ...facts.head, undo: 'the second' } });
    await page.getByTitle('the second (u)').waitFor();
    expect(await shown()).toBe('draft@s0--warm');
    await Promise.all([page.close(), desk.close()]);
  });

  test('shows what is promoted and its price first, and orders it once', async () => {
    const desk = await served(batchFacts({ due: DUE }));
    const { page } = await watchedPage(browser, desk.url, STILL);
    await page.keyboard.press('p');
    const dialog = page.getByRole('dialog', { name: 'Promote the chosen' });
    expect(await dialog.innerText()).toMatch(/^\$1\.4875\n[\s\S]*final@s0\s+\$1\.4875/);
    await dialog.getByRole('button', { name: 'Make it for $1.4875' }).dblclick();
    await expect.poll(() => desk.asked).toEqual([{ order: 'promote', body: { offer: DUE.offer } }]);
    await Promise.all([page.close(), desk.close()]);
  });

  test('goes on with what changes, and its videos play on, in step', async () => {
    const facts = batchFacts();
    const desk = await served(facts);
    const { page, errors } = await watchedPage(browser, desk.url);
    const times = () =>
      page.evaluate<number[]>(
        "[...document.querySelectorAll('.group')[0].querySelectorAll('video')].map((v) => v.currentTime)",
      );
    await expect.poll(async () => Math.min(...(await times()))).toBeGreaterThan(0.2);
    const [one = 0, other = 9] = await times();
    expect(Math.abs(one - other)).toBeLessThan(0.25);
    await page.evaluate("window.first = document.querySelector('video')");
    const nodes = facts.nodes.map((node, at) =>
      at === 9 ? made('final@s0', { state: 'rendering', sinceMs: Date.now(), expectedMs: 60_000 }) : node,
    );
    desk.become({ ...facts, nodes, head: { ...facts.head, state: 'running', slots: { used: 1, limit: 5 } } });
    await page.getByText('rendering 0 s').waitFor();
    await page.getByRole('img', { name: '1 of 5 slots in use' }).waitFor();
    expect(
      await page.evaluate<boolean>("window.first === document.querySelector('video') && !window.first.paused"),
    ).toBe(true);
    expect(errors).toEqual([]);
    await Promise.all([page.close(), desk.close()]);
  });

  test('says why it cannot be drawn, and is drawn when it can; an approve is answered by key', async () => {
    const batch = batchPlan();
    const nodes = batch.nodes.map((node) =>
      node.id === 'choose@s0'
        ? ({
            ...node,
            id: 'gate',
            step: 'gate',
            key: '',
            kind: 'approve',
            approve: { show: [0], onTimeout: 'pause' },
            pick: undefined,
          } as const)
        : node,
    );
    let isReadable = false;
    const desk = await servedDesk({
      sheet: async () => {
        if (!isReadable) throw new Error('batch.picks.yaml:3 git left conflict markers here');
        return sheetOf(batchFacts({}, { ...batch, nodes }));
      },
    });
    const page = await browser.newPage(STILL);
    await page.goto(desk.url.href);
    await page.getByText('git left conflict markers here').waitFor();
    isReadable = true;
    desk.change();
    await page.getByRole('button', { name: 'Approve' }).focus();
    await page.keyboard.press('a');
    await expect
      .poll(() => desk.asked)
      .toEqual([{ order: 'approve', body: { step: 'gate', group: '', answer: 'approved' } }]);
    await Promise.all([page.close(), desk.close()]);
  });

  test('shows texts of others as text, on a phone without scrolling sideways', async () => {
    const all = batchPlan();
    const hostile = plan(all.nodes, { name: EVIL });
    const facts = batchFacts({ notes: [{ node: 'draft@s0--cool', text: `${EVIL} ${PAYLOADS.join(' ')}` }] }, hostile);
    const nodes = facts.nodes.map((node, at) => {
      const request = { prompt: `${EVIL} ${'W'.repeat(900)} ${at} ${PAYLOADS[at] ?? ''}` };
      return at === 1
        ? ({ state: 'failed', cost: 0, request, trouble: [`the vendor says: “${EVIL}”`] } as const)
        : { ...node, request };
    });
    const desk = await served({ ...facts, nodes, head: { ...facts.head, name: EVIL, notice: EVIL } });
    const { page, errors } = await watchedPage(browser, desk.url, { ...PHONE, ...STILL });
    expect(await page.locator('.note').first().textContent()).toContain(EVIL);
    expect(await page.locator('.trouble').nth(1).textContent()).toContain(EVIL);
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect([await page.title(), await isWide(page)]).toEqual(['overnight-batch#1 · Dailies', false]);
    expect(errors).toEqual([]);
    await Promise.all([page.close(), desk.close()]);
  });

  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark, on a phone', { colorScheme: 'dark', ...PHONE }],
  ] as const)('has nothing that a reader cannot use: %s', async (_, options) => {
    const facts = batchFacts({ due: DUE, notes: [{ node: 'draft@s0--cool', text: 'too soft' }] });
    const nodes = facts.nodes.map((node, at) =>
      at === 9 ? ({ state: 'failed', cost: 0, trouble: ['refused'] } as const) : node,
    );
    const answers = [
      { step: 'choose', group: 's0', chosen: [{ node: 'draft@s0--cool' }], candidates: [], byName: true },
    ];
    const desk = await served({ ...facts, nodes, answers });
    const { page } = await watchedPage(browser, desk.url, { ...options, ...STILL });
    expect(await serious(page)).toEqual([]);
    await page.keyboard.press('?');
    expect(await serious(page)).toEqual([]);
    await Promise.all([page.close(), desk.close()]);
  });

  test('of 500 clips asks for those in sight only, and lets go of them far away', async () => {
    const [draft] = batchPlan().nodes;
    const shots = Array.from({ length: 500 }, (_, at) => `s${String(at).padStart(3, '0')}`);
    const many = plan(
      draft === undefined ? [] : shots.map((key) => ({ ...draft, id: `shot@${key}`, step: 'shot', key, edges: [] })),
    );
    const desk = await served(
      batchFacts({}, { ...many, nodes: many.nodes.map((node) => ({ ...node, step: 'draft' })) }),
    );
    const { page, asked, errors } = await watchedPage(browser, desk.url, STILL);
    const loaded = () => page.evaluate<number>("document.querySelectorAll('video[src]').length");
    const seen = await page.evaluate<number>(
      "[...document.querySelectorAll('.group')].filter((g) => g.getBoundingClientRect().top < innerHeight).length",
    );
    await expect.poll(loaded).toBe(seen);
    expect(seen).toBeLessThan(60);
    expect(new Set(asked.filter((name) => name.startsWith('media/'))).size).toBeLessThanOrEqual(seen);
    await page.evaluate("document.querySelector('.group:last-child').scrollIntoView()");
    await page.locator('.group:last-child video[src]').waitFor();
    await page.locator('.group:first-child video:not([src])').waitFor({ state: 'attached' });
    expect(await loaded()).toBeLessThan(120);
    expect(errors).toEqual([]);
    await Promise.all([page.close(), desk.close()]);
  });

  test('as one file is looked at from a folder: it plays, and orders nothing', async () => {
    const folder = path.join(clips.folder, 'ä folder #1');
    mkdirSync(folder);
    const facts = batchFacts({ due: DUE, notes: [{ node: 'draft@s0--cool', text: `</script>${EVIL}` }] });
    const nodes = facts.nodes.map((node) => ({
      ...node,
      ...(node.media && { media: { ...node.media, src: '../take.mp4' } }),
    }));
    const file = path.join(folder, 'report.html');
    writeFileSync(file, await staticSheet(sheetOf({ ...facts, nodes }), PAGE_FOLDER));
    const { page, errors } = await watchedPage(browser, pathToFileURL(file).href, PHONE);
    await expect.poll(() => page.evaluate<number>(FIRST_TIME)).toBeGreaterThan(0.1);
    expect(await page.locator('.note').first().textContent()).toBe(`</script>${EVIL}`);
    expect(await page.getByRole('button', { name: /promote|undo/i }).count()).toBe(0);
    await page.keyboard.press('2');
    expect([errors, await isWide(page)]).toEqual([[], false]);
    await page.close();
  });
});
