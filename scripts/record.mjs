// `npm run record`: adds golden histories of runs and their account to test/histories/, which are replayed for ever.
// A recorded file is never written again: a changed workflow gets new ones beside the old.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { connectClient, livingEngine } from '../dist/engine/index.js';
import { openStore } from '../dist/store/index.js';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { build } = JSON.parse(readFileSync(path.join(root, 'dist/build.json'), 'utf8'));
const folder = mkdtempSync(path.join(os.tmpdir(), 'dailies-record-'));
const project = path.join(folder, 'project');
const env = { ...process.env, DAILIES_HOME: path.join(folder, 'home'), CI: '1' };

const SHOTS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => `      - { id: ${id}, text: shot ${id} }`).join('\n');
const PIPELINE = `version: 1
defaults: { with: { duration: 3, resolution: 480p } }
profiles:
  draft: { model: skyreels-v4-fast }
  final: { model: skyreels-v4-std }
steps:
  draft:
    uses: generate
    profile: draft
    strategy:
      matrix:
        shot:
          key: id
          values:
${SHOTS.replaceAll('      -', '            -')}
        look: [cool, warm]
    with: { prompt: "\${{ matrix.shot.text }}, \${{ matrix.look }}" }
  choose: { uses: pick, with: { from: [draft], group-by: [shot] } }
  final: { uses: promote, strategy: { over: choose }, profile: final }
  walk:
    uses: chain
    with: { from: "\${{ steps.final['a'] }}", links: [{ id: on, prompt: it goes on, duration: 3 }] }
  reel: { uses: concat, with: { videos: "\${{ steps.final.*.outputs.video }}" } }
`;

mkdirSync(project, { recursive: true });
writeFileSync(path.join(project, 'dailies.yaml'), 'version: 1\n');
try {
  await whole();
  await cancelled();
  await killed();
  await renewed();
  await troubled();
  await saveAccount();
} finally {
  await dailies('down');
  rmSync(folder, { recursive: true, force: true });
}

// Drafts, a pick that asks and is answered, finals, a chain, a reel.
async function whole() {
  pipeline('whole');
  await dailies('run', 'whole.yaml', '--simulate', '--speed', '200', '-y');
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g'])
    await dailies('pick', 'whole', `choose@${id}`, `${id}--cool`, '--simulate');
  await dailies('resume', 'whole', '--simulate');
  await saveRun('whole');
}

async function cancelled() {
  pipeline('cancelled');
  await dailies('run', 'cancelled.yaml', '--simulate', '-y', '--detach');
  await dailies('cancel', 'cancelled', '--simulate');
  await dailies('watch', 'cancelled', '--simulate');
  await saveRun('cancelled');
}

// The worker is killed in mid-run: lost submits are recovered, waits begin again.
async function killed() {
  pipeline('killed');
  const following = dailies('run', 'killed.yaml', '--simulate', '-y');
  await firstDone(following.child);
  const { worker } = JSON.parse(readFileSync(path.join(env.DAILIES_HOME, 'engine.json'), 'utf8'));
  process.kill(worker.process.pid, 'SIGKILL');
  await following;
  await saveRun('killed');
}

// The same work as `cancelled` left, continued as new as soon as can be.
async function renewed() {
  const workflowId = `run/${await storeId()}/renewed`;
  const firstRunId = await withClient(async (client) => {
    const { events } = await client.workflow.getHandle(`run/${await storeId()}/cancelled`).fetchHistory();
    const [payload] = events[0].workflowExecutionStartedEventAttributes.input.payloads;
    const input = {
      ...JSON.parse(Buffer.from(payload.data).toString()),
      renewal: { events: 60, signals: 60, force: 90 },
    };
    const handle = await client.workflow.start('run', { workflowId, taskQueue: 'dailies', args: [input] });
    await settled(handle);
    return handle.firstExecutionRunId;
  });
  await save('renewed', workflowId, firstRunId);
}

// Its key is refused and then let in: the account pauses, is asked, is told to try; a person pauses it, too.
async function troubled() {
  pipeline('troubled');
  await vendor({ keys: ['another'] });
  await dailies('run', 'troubled.yaml', '--simulate', '-y');
  await vendor({ keys: [] });
  await dailies('account', 'pause', '--simulate');
  await dailies('account', 'limit', '2', '--simulate');
  await dailies('account', 'resume', '--simulate');
  await dailies('resume', 'troubled', '--simulate');
  await dailies('cancel', 'troubled', '--simulate');
  await saveRun('troubled');
}

async function vendor(settings) {
  const { port } = JSON.parse(readFileSync(path.join(project, '.dailies/simulated/simulator.json'), 'utf8'));
  await fetch(`http://127.0.0.1:${port}/_sim/settings`, { method: 'POST', body: JSON.stringify(settings) });
}

// Its picks ask: nothing but a person goes on then.
async function settled(handle) {
  for (;;) {
    const { counts, over } = await handle.query('progress', { since: 0 });
    if (over || (counts.asking > 0 && !counts.rendering && !counts.downloading && !counts.submitting && !counts.ready))
      break;
  }
  await handle.signal('cancel', {});
  await handle.result();
}

function pipeline(name) {
  writeFileSync(path.join(project, `${name}.yaml`), PIPELINE);
}

function dailies(...args) {
  const child = spawn(process.execPath, [path.join(root, 'dist/cli/main.js'), ...args], {
    cwd: project,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  return Object.assign(ended, { child });
}

function firstDone(child) {
  return new Promise((resolve) => {
    child.stderr.on('data', (bytes) => String(bytes).includes('done ') && resolve());
    child.once('close', resolve);
  });
}

async function saveRun(name) {
  await save(name, `run/${await storeId()}/${name}`);
}

async function saveAccount() {
  await save('account', `account/simulator-${await storeId()}`);
}

async function storeId() {
  return (await openStore({ root: project, realm: 'simulator' })).id;
}

async function save(name, workflowId, runId) {
  const history = await withClient((client) => client.workflow.getHandle(workflowId, runId).fetchHistory());
  const file = path.join(root, 'test/histories', `${name}@${build}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  if (existsSync(file)) return;
  writeFileSync(file, `${historyToJSON(history)}\n`);
  console.log(`${path.relative(root, file)}: ${history.events.length} events`);
}

async function withClient(use) {
  const engine = await livingEngine({ home: env.DAILIES_HOME, env });
  const client = await connectClient(engine.settings, engine.namespace);
  try {
    return await use(client);
  } finally {
    await client.connection.close();
  }
}
