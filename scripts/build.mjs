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
await bundlePage();
stamp();

function compile() {
  const compiler = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  try {
    for (const project of ['tsconfig.json', 'sheet/page/tsconfig.json'])
      execFileSync(process.execPath, [compiler, '-p', path.join(root, project)], { stdio: 'inherit' });
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

// One script and one style: they are served, and stand inside of the page that is one file.
async function bundlePage() {
  const { build } = await import('vite');
  const page = path.join(root, 'sheet', 'page');
  const input = path.join(page, 'main.ts');
  const output = { format: 'iife', entryFileNames: 'page.js' };
  const rollupOptions = { input, output };
  const options = { write: false, minify: false, target: 'es2023', modulePreload: false, rollupOptions };
  const made = await build({ root: page, configFile: false, logLevel: 'error', build: options });
  writeFileSync(path.join(dist, 'sheet', 'page.js'), made.output[0].code);
  const styles = ['sheet.css', 'cards.css', 'text.css'].map((name) => readFileSync(path.join(page, name), 'utf8'));
  writeFileSync(path.join(dist, 'sheet', 'sheet.css'), styles.join(''));
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
