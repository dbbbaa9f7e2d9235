// Compiles to dist/, bundles the workflows once, and stamps what was built.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(root, 'dist');
const require = createRequire(import.meta.url);

compile();
await bundle();
stamp();

function compile() {
  const compiler = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  try {
    execFileSync(process.execPath, [compiler, '-p', path.join(root, 'tsconfig.json')], { stdio: 'inherit' });
  } catch {
    // The compiler has said what is wrong. Without its build info the next build starts clean.
    rmSync(path.join(dist, '.tsbuildinfo'), { force: true });
    process.exit(1);
  }
}

// Loaded by path: a worker that bundles at its start would need 3 s and webpack each time.
async function bundle() {
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(dist, 'workflows', 'index.js'),
    workflowInterceptorModules: [path.join(dist, 'workflows', 'certain.js')],
    logger: new DefaultLogger('ERROR'),
  });
  mkdirSync(dist, { recursive: true });
  writeFileSync(path.join(dist, 'workflows.bundle.js'), code);
}

// A daemon of another build is told from ours by this: by all that the daemon runs.
function stamp() {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const hash = createHash('sha256').update(readFileSync(path.join(dist, 'workflows.bundle.js')));
  for (const room of ['activities', 'config', 'engine', 'expressions', 'media', 'plan', 'store', 'worker']) {
    const files = readdirSync(path.join(dist, room), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('.js')).sort())
      hash.update(readFileSync(path.join(dist, room, file)));
  }
  writeFileSync(
    path.join(dist, 'build.json'),
    `${JSON.stringify({ version, build: hash.digest('hex').slice(0, 12) })}\n`,
  );
}
