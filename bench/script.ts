import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ASKED, type Shot } from './shots.ts';

export type ScriptOptions = {
  readonly baseUrl: string;
  readonly shots: readonly Shot[];
  /** Where the videos go. */
  readonly folder: string;
  readonly atOnce: number;
  readonly pollMs: number;
  /** How long to wait before it asks again where the vendor's cap is full; absent: it stops there. */
  readonly busyMs?: number;
};

const accepted = z.object({ task_id: z.string() });
const asked = z.object({
  status: z.string(),
  result: z.object({ videos: z.array(z.object({ url: z.string() })) }).nullish(),
});
const HEADERS = { authorization: 'Bearer script', 'content-type': 'application/json' };

/**
 * What people write instead of using this: a queue with a limit, one POST a shot, a GET every so often, a download.
 * It remembers nothing, so it is as fast as anything can be, and pays again after every crash.
 */
export async function runScript(options: ScriptOptions): Promise<void> {
  const { shots, atOnce } = options;
  const waiting = [...shots];
  const downloads: Promise<void>[] = [];
  const worker = async () => {
    for (let shot = waiting.shift(); shot !== undefined; shot = waiting.shift()) {
      const url = await make(shot, options);
      downloads.push(download(url, path.join(options.folder, `${shot.id}.mp4`)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  await Promise.all(downloads);
}

async function make(shot: Shot, { baseUrl, pollMs, busyMs }: ScriptOptions): Promise<string> {
  const body = JSON.stringify({ ...ASKED, action: 'generate', prompt: shot.prompt });
  const post = () => fetch(`${baseUrl}/tasks`, { method: 'POST', headers: HEADERS, body });
  let posted = await post();
  while (posted.status === 429 && busyMs !== undefined) {
    await pause(busyMs);
    posted = await post();
  }
  if (!posted.ok) throw new Error(`the script's POST was answered ${posted.status}: ${await posted.text()}`);
  const { task_id } = accepted.parse(await posted.json());
  for (;;) {
    await pause(pollMs);
    const { status, result } = asked.parse(
      await (await fetch(`${baseUrl}/tasks/${task_id}`, { headers: HEADERS })).json(),
    );
    const url = result?.videos[0]?.url;
    if (status === 'completed' && url !== undefined) return url;
    if (status === 'failed') throw new Error(`the script's task ${task_id} failed`);
  }
}

async function download(url: string, file: string): Promise<void> {
  const { body, ok, status } = await fetch(url);
  if (!ok || body === null) throw new Error(`the script's download was answered ${status}`);
  await pipeline(Readable.from(body), createWriteStream(file));
}
