// node read-child.mjs READER: reads every hostile input with what was built, and says how long each took and what the
// whole process needed. What a reader may throw it throws for a reason; anything else ends the process.
import { createHash } from 'node:crypto';
import { HOSTILE } from './hostile-bytes.mjs';

const built = (file) => import(new URL(`../../dist/${file}.js`, import.meta.url).href);
const text = (bytes) => new TextDecoder().decode(bytes);

const READERS = {
  answer: async () => {
    const { readAccepted, readBalance, readError, readStatus } = await built('activities/providers/qingbo/answers');
    const { readJson } = await built('activities/providers/qingbo/read-json');
    const { classify } = await built('activities/providers/qingbo/classify');
    return (body) => {
      const json = readJson({}, body, 1 << 20);
      for (const read of [readAccepted, readError, readBalance]) read(json);
      readStatus(json, 't');
      for (const status of [200, 400, 429, 500]) classify({ kind: 'answer', status, headers: {}, body }, 1 << 20, 0);
    };
  },
  callback: async () => (await built('activities/callback-body')).tasksNamedIn,
  lock: async () => {
    const { parseLockLines } = await built('store/lock-lines');
    return (bytes) => refusing('LockUnreadable', () => parseLockLines('x.lock.yaml', text(bytes)));
  },
  picks: async () => {
    const { parsePicks } = await built('store/picks-document');
    return (bytes) => refusing('LockUnreadable', () => parsePicks('x.picks.yaml', text(bytes)));
  },
  record: async () => {
    const { getDocument } = await built('store/json-object');
    const { recordDocument } = await built('store/documents/record-document');
    const { claimOrVoid } = await built('store/documents/claim-document');
    return async (bytes) => {
      const objects = { get: async () => bytes };
      for (const schema of [recordDocument, claimOrVoid]) {
        await refusing('StoreError', () => getDocument(objects, 'key', schema));
      }
    };
  },
  yaml: () => pipelineReader('x.yaml'),
  csv: () => pipelineReader('x.csv'),
  jsonl: () => pipelineReader('x.jsonl'),
};

/** Reads the bytes as a pipeline, or as the data of one. */
async function pipelineReader(name) {
  const { load } = await built('language/index');
  const sha256 = (said) => createHash('sha256').update(said).digest('hex');
  const strategy = `strategy: { matrix: { s: { from: ${name} } } }`;
  const pipeline = new TextEncoder().encode(`version: 1\nsteps: { a: { uses: generate, ${strategy} } }`);
  const file = name === 'x.yaml' ? name : 'p.yaml';
  return async (bytes) => {
    const readBytes = async (asked) => (asked === name ? bytes : pipeline);
    await load(file, { readBytes, planFile: file, inputs: {}, api: 'simulator', sha256 });
  };
}

async function refusing(name, read) {
  try {
    await read();
  } catch (error) {
    if (error?.name !== name && error?.constructor?.name !== name) throw error;
  }
}

const read = await READERS[process.argv[2]]();
const took = {};
for (const [name, make] of Object.entries(HOSTILE)) {
  const bytes = make();
  // What the input before has left is not this one's memory.
  globalThis.gc?.();
  const began = process.cpuUsage();
  await read(bytes);
  const { user, system } = process.cpuUsage(began);
  took[name] = Math.round((user + system) / 1_000);
}
process.stdout.write(JSON.stringify({ took, megabytes: Math.round(process.resourceUsage().maxRSS / 1_024) }));
