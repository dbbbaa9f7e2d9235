import { homeFolder } from '../config/index.ts';
import { externalEngine, homeLayout, startHeartbeat } from '../engine/index.ts';
import { startWorker } from './start-worker.ts';

// The process that runs workflows and activities: started by the supervisor, or by a person (`dailies worker`).
const layout = homeLayout(homeFolder(process.env));
const heart = startHeartbeat(layout);
const external = await externalEngine(process.env);
const address = process.env.DAILIES_ENGINE_ADDRESS;
const reach = address === undefined ? external : { settings: { address }, namespace: 'default' };
if (reach === undefined) throw new Error('neither DAILIES_ENGINE_ADDRESS nor a Temporal of your own is set');

const worker = await startWorker({ layout, ...reach });
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => worker.stop());
heart.ready();
await worker.ended;
heart.stop();
