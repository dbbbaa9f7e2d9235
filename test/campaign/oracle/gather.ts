import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunDocument } from '../../../cli/views/run-json.ts';
import type { Quota } from '../../../plan/quota.ts';
import type { LedgerTask, StatsView } from '../../../simulator/index.ts';
import { type ClaimState, openStore, twinsOf, uncollectedOf } from '../../../store/index.ts';
import type { Scene } from '../../e2e/scene.ts';
import { type EngineFacts, engineFacts } from './engine-facts.ts';
import type { Evidence, Intent, Text } from './evidence.ts';
import { textsOf } from './texts.ts';

/** What only who tried it knows of a trial. */
export type Trial = {
  readonly scene: Scene;
  readonly stem: string;
  readonly cap: number;
  readonly tasks: readonly LedgerTask[];
  readonly stats: Pick<StatsView, 'refusals' | 'slotGapsMs'>;
  readonly documents: readonly RunDocument[];
  readonly outputs: readonly Text[];
  readonly limit: Quota | undefined;
  readonly cancelledMs?: number;
  readonly trapped: number;
};

/** Where the simulator keeps what it serves: extensions by their task, all else by what it shows. */
const SERVED = '.dailies/simulated/simulator.state.json.files';

/** Collects what a trial left behind, once its run has ended. */
export async function gather(trial: Trial): Promise<Evidence & Pick<EngineFacts, 'histories'>> {
  const { scene, stem, outputs, ...told } = trial;
  const store = await openStore({ root: scene.root, realm: 'simulator' });
  const claims = (await store.claims.ofPipeline(stem)).filter(isIntent);
  const twins = await twinsOf(store, { pipeline: stem });
  const entry = await store.runs.latest(stem);
  if (entry === undefined) throw new Error(`no run of ${stem} is known`);
  const open = claims.filter(({ settled }) => settled === undefined).length;
  const facts = await engineFacts(scene, entry, open + twins.length);
  return {
    ...told,
    ...{ claims, twins },
    records: (await store.records.all(stem)).filter(({ kind }) => kind === 'render'),
    served: servedFiles(scene),
    uncollected: await uncollectedOf(store, stem),
    reserved: entry.ended?.result.money.reserved,
    account: facts.account,
    standing: facts.standing,
    histories: facts.histories,
    texts: [...outputs, ...textsOf(scene, stem, facts)],
    secrets: SECRETS,
    files: filesOf(scene),
  };
}

function isIntent(state: ClaimState): state is Intent {
  return state.claim.kind === 'intent';
}

function servedFiles({ root }: Scene): Evidence['served'] {
  const folder = path.join(root, SERVED);
  const files = readdirSync(folder).filter((name) => name.endsWith('.mp4'));
  return Object.fromEntries(files.map((name) => [path.parse(name).name, sha256Of(path.join(folder, name))]));
}

function sha256Of(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** A key in the environment that no simulated run needs. */
export const CANARY = 'canary-key-of-the-campaign';
/** The key, tokens of callbacks, signatures of links. */
const SECRETS = [new RegExp(CANARY), /cb_[\w-]{43}/, /[?&]token=\w/];

/** What lies beside the project and the home, and every file of the project. */
function filesOf({ root }: Scene): readonly string[] {
  const folder = path.dirname(root);
  const beside = readdirSync(folder).filter((name) => path.join(folder, name) !== root);
  const inside = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return [...beside, ...inside.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))];
}
