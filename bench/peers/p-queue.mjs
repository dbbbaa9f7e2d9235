// What people write: a queue with a limit in memory. Typed again after a crash it skips the shots whose file is there.
import { existsSync } from 'node:fs';
import path from 'node:path';
import PQueue from 'p-queue';
import { batch, download, submit, wait } from './vendor-calls.mjs';

const queue = new PQueue({ concurrency: batch.atOnce });
const downloads = [];
for (const shot of batch.shots) {
  if (existsSync(path.join(batch.folder, `${shot.id}.mp4`))) continue;
  void queue.add(async () => {
    const url = await wait(await submit(shot));
    // A slot at the vendor is free when its task has ended, not when its file is here.
    downloads.push(download(shot, url));
  });
}
await queue.onIdle();
await Promise.all(downloads);
