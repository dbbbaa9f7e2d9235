// What every peer's program calls, the same for all: submit, wait, download. What makes them durable is the peer's part.
import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** How long before it asks again where the vendor's cap is full: after a crash, tasks nobody waits for still hold slots. */
const BUSY_MS = 500;

/** The batch that was typed: { baseUrl, asked, shots: [{ id, prompt }], folder, atOnce, pollMs, server }. */
export const batch = JSON.parse(process.argv[2] ?? '{}');

/** One POST, known again by the shot's id where the vendor honours keys; returns the task's id. */
export async function submit(shot) {
  const body = JSON.stringify({ ...batch.asked, action: 'generate', prompt: shot.prompt });
  const headers = { ...authorization(), 'content-type': 'application/json', 'idempotency-key': shot.id };
  for (;;) {
    const posted = await fetch(`${batch.baseUrl}/tasks`, { method: 'POST', headers, body });
    if (posted.ok) return (await posted.json()).task_id;
    const said = await posted.text();
    if (posted.status !== 429) throw new Error(`the POST was answered ${posted.status}: ${said}`);
    await pause(BUSY_MS);
  }
}

/** Asks until the task is done; returns the video's address. Safe to repeat. */
export async function wait(taskId) {
  for (;;) {
    await pause(batch.pollMs);
    const { status, result } = await (
      await fetch(`${batch.baseUrl}/tasks/${taskId}`, { headers: authorization() })
    ).json();
    const url = result?.videos[0]?.url;
    if (status === 'completed' && url !== undefined) return url;
    if (status === 'failed') throw new Error(`the task ${taskId} failed`);
  }
}

/** A file has its name when it is whole. Safe to repeat. */
export async function download(shot, url) {
  const { body, ok, status } = await fetch(url);
  if (!ok || body === null) throw new Error(`the download was answered ${status}`);
  const file = path.join(batch.folder, `${shot.id}.mp4`);
  await pipeline(Readable.from(body), createWriteStream(`${file}.part`));
  await rename(`${file}.part`, file);
}

function authorization() {
  return { authorization: 'Bearer peer' };
}
