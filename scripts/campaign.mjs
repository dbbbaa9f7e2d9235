// `npm run campaign`: kills and faults on real processes. Its sources are the tests' own and are loaded as they are.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const vite = await createServer({
  root,
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true, include: [] },
});
try {
  const { setup } = await vite.ssrLoadModule('/test/e2e/whole-run.ts');
  const { main } = await vite.ssrLoadModule('/test/campaign/main.ts');
  const endAll = setup();
  try {
    process.exitCode = await main(process.argv.slice(2));
  } finally {
    await endAll();
  }
} finally {
  await vite.close();
}
