// BullMQ on Redis, by its guide: a worker with a concurrency, jobs known by their id so that a batch typed twice is one
// batch, and the "process step jobs" pattern, which keeps what a step found in the job's data. Lock and stalled-job
// settings are as they come (lock 30 s, renewed every 15 s; a look for stalled jobs every 30 s).
import { Queue, QueueEvents, Worker } from 'bullmq';
import { batch, download, submit, wait } from './vendor-calls.mjs';

const { name, port } = batch.server;
// A worker's connection never gives up on a command, as the guide asks.
const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
// What fails is tried again, as the guide advises.
const RETRIED = { attempts: 3, backoff: { type: 'exponential', delay: 1000 } };
const queue = new Queue(name, { connection, defaultJobOptions: RETRIED });
const events = new QueueEvents(name, { connection });
await events.waitUntilReady();

const files = new Queue(`${name}-files`, { connection, defaultJobOptions: RETRIED });
const fileEvents = new QueueEvents(`${name}-files`, { connection });
await fileEvents.waitUntilReady();

const jobs = await queue.addBulk(
  batch.shots.map((shot) => ({ name: 'make', data: { shot }, opts: { jobId: shot.id } })),
);

new Worker(
  name,
  async (job) => {
    const { shot } = job.data;
    if (job.data.taskId === undefined) await job.updateData({ ...job.data, taskId: await submit(shot) });
    const url = await wait(job.data.taskId);
    // The download is a job of its own: it would keep a slot at the vendor idle.
    await files.add('download', { shot, url }, { jobId: shot.id });
  },
  { connection, concurrency: batch.atOnce },
);
new Worker(`${name}-files`, (job) => download(job.data.shot, job.data.url), { connection, concurrency: batch.atOnce });

await Promise.all(jobs.map((job) => job.waitUntilFinished(events)));
for (const { id } of batch.shots) await (await files.getJob(id)).waitUntilFinished(fileEvents);
process.exit(0);
