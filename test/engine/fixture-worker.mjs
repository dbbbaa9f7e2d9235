// A worker that does no work: it beats, says that it is ready, and can be told to hang or to break.
// It is copied beside a compiled engine/ before it is run.
import { appendFileSync } from 'node:fs';
import { homeLayout, startHeartbeat } from './engine/index.js';

const { DAILIES_HOME, DAILIES_ENGINE_ADDRESS, DAILIES_ENGINE_EPOCH, DAILIES_TEST_WORKER } = process.env;
if (DAILIES_TEST_WORKER === 'broken') throw new Error('the worker is broken');

appendFileSync(`${DAILIES_HOME}/workers.txt`, `${process.pid} ${DAILIES_ENGINE_ADDRESS} ${DAILIES_ENGINE_EPOCH}\n`);
const heart = startHeartbeat(homeLayout(DAILIES_HOME));
heart.ready();
const open = setInterval(() => {}, 1_000);
process.on('SIGTERM', () => {
  heart.stop();
  clearInterval(open);
});
// Hangs as a worker hangs: its loop stands still, so that it neither beats nor hears SIGTERM.
process.on('SIGUSR2', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
