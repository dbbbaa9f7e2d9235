// Waits until the run of the tests that started it is over, however it ended: then its pipe is closed. Ends what is left
// of the processes of the folder that is its argument, and removes that.
import { rmSync } from 'node:fs';
import { endProcesses } from './end-processes.mjs';

const [, , folder] = process.argv;
for await (const _ of process.stdin);
await endProcesses(folder);
if (process.env.KEEP_SCENES === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
