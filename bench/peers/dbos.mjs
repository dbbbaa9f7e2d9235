// DBOS on PostgreSQL, by its guide: one workflow a shot, known by the shot's id, of three steps; a queue bounds how many
// run at once; launching again goes on with what was interrupted.
import { DBOS } from '@dbos-inc/dbos-sdk';
import { batch, download, submit, wait } from './vendor-calls.mjs';

const { name, url: systemDatabaseUrl, queuePollMs } = batch.server;

const fetchFile = DBOS.registerWorkflow(
  async (shot, url) => {
    await DBOS.runStep(() => download(shot, url), { name: 'download', retriesAllowed: true });
  },
  { name: 'fetchFile' },
);

const make = DBOS.registerWorkflow(
  async (shot) => {
    const taskId = await DBOS.runStep(() => submit(shot), { name: 'submit' });
    const url = await DBOS.runStep(() => wait(taskId), { name: 'wait', retriesAllowed: true });
    // The download is a workflow of its own: it would keep a slot at the vendor idle.
    await DBOS.startWorkflow(fetchFile, { workflowID: `${name}-file-${shot.id}` })(shot, url);
  },
  { name: 'make' },
);

DBOS.setConfig({ name: 'peer', systemDatabaseUrl, logLevel: 'error' });
await DBOS.launch();
await DBOS.registerQueue('vendor', {
  globalConcurrency: batch.atOnce,
  ...(queuePollMs === undefined ? {} : { minPollingIntervalMs: queuePollMs }),
});
const made = [];
for (const shot of batch.shots)
  made.push(await DBOS.startWorkflow(make, { workflowID: `${name}-${shot.id}`, queueName: 'vendor' })(shot));
for (const handle of made) await handle.getResult();
for (const { id } of batch.shots) await DBOS.retrieveWorkflow(`${name}-file-${id}`).getResult();
await DBOS.shutdown();
process.exit(0);
