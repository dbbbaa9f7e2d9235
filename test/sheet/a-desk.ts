import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { type Desk, type Reply, serveSheet, sheetOf } from '../../sheet/index.ts';
import { batchFacts, shaOf } from './facts.ts';

/** The page as it was built: what is served and tested in a browser. */
export const PAGE_FOLDER = path.resolve(import.meta.dirname, '../../dist/sheet');
export const CLIP = Buffer.from(Array.from({ length: 1000 }, (_, at) => at % 251));
export type Asked = { readonly order: string; readonly body: unknown };

/** A sheet that is served, and a desk behind it that notes what it is told. */
export async function servedDesk(more: Partial<Desk> = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dailies-sheet-'));
  const file = path.join(folder, 'clip.mp4');
  writeFileSync(file, CLIP);
  const asked: Asked[] = [];
  const listeners = new Set<() => void>();
  const noted =
    (order: string) =>
    async (body?: unknown): Promise<Reply> => {
      asked.push({ order, body });
      return { kind: 'done', words: order };
    };
  const desk: Desk = {
    sheet: async () => sheetOf(batchFacts()),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    mediaFile: async (sha256) => (sha256 === shaOf('draft@s0--cool') ? file : undefined),
    ...{ pick: noted('pick'), approve: noted('approve'), undo: noted('undo'), note: noted('note') },
    ...{ offer: noted('offer'), promote: noted('promote') },
    ...more,
  };
  const served = await serveSheet(desk, PAGE_FOLDER);
  const url = new URL(served.url);
  return {
    ...{ asked, url },
    /** Tells the page to look again. */
    change: () => {
      for (const listener of listeners) listener();
    },
    close: async () => {
      await served.close();
      rmSync(folder, { recursive: true });
    },
    /** A request as it is, nothing of it mended by a client. */
    ask: (target: string, options: AskOptions = {}) => ask(url, target, options),
  };
}

type AskOptions = { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string };
type Answer = { readonly status: number; readonly headers: Record<string, unknown>; readonly body: Buffer };

function ask(url: URL, target: string, { method = 'GET', headers = {}, body }: AskOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: url.port, method, path: target, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
