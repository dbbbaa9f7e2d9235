// Restate, by its guide: a service whose steps are kept by `ctx.run`, called through the server's ingress under an
// idempotency key, and a concurrency limit on the scope of the calls (flow control) that bounds how many run at once.
import { once } from 'node:events';
import { createServer } from 'node:http2';
import './with-resolvers.mjs';
import * as restate from '@restatedev/restate-sdk';
import { connect, rpc } from '@restatedev/restate-sdk-clients';
import { batch, download, submit, wait } from './vendor-calls.mjs';

const { name, ingressUrl, adminUrl, servicePort } = batch.server;

const shots = restate.service({
  name: 'shots',
  handlers: {
    make: async (ctx, shot) => {
      const taskId = await ctx.run('submit', () => submit(shot));
      const url = await ctx.run('wait', () => wait(taskId));
      // The download is a call of its own: it would keep a slot at the vendor idle.
      const fetching = ctx.serviceSendClient(files).fetch({ shot, url });
      return await fetching.invocationId;
    },
  },
});

const files = restate.service({
  name: 'files',
  handlers: {
    fetch: async (ctx, { shot, url }) => {
      await ctx.run('download', () => download(shot, url));
    },
  },
});

const server = createServer(restate.createEndpointHandler({ services: [shots, files] }));
server.listen(servicePort, '127.0.0.1');
await once(server, 'listening');
await admin('POST', '/deployments', { uri: `http://127.0.0.1:${servicePort}`, force: false });
await admin('PUT', '/limits/rules', [{ pattern: name, limits: { concurrency: batch.atOnce } }]);

const ingress = connect({ url: ingressUrl, retry: true });
const make = ingress.scope(name).serviceClient(shots).make;
const fetching = await Promise.all(batch.shots.map((shot) => make(shot, rpc.opts({ idempotencyKey: shot.id }))));
await Promise.all(fetching.map((id) => ingress.result({ invocationId: id, status: 'Accepted', attachable: true })));
process.exit(0);

async function admin(method, path, body) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${adminUrl}${path}`, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok && answer.status !== 409) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}
