// A process that submits one node and stops at a named point, so that a test can end it there.
import { makeActivities } from '../../activities/index.ts';
import type { SubmitInput } from '../../plan/activity.ts';
import { openStore, type ProjectStore } from '../../store/index.ts';
import { accountOf, vendorAt, worldOf } from './outside.ts';

/** claim: before it is put; send: before the POST; index: *created* is written, the task's index is not. */
export type Point = 'claim' | 'send' | 'index' | 'none';

const { input, baseUrl, point }: { input: SubmitInput; baseUrl: string; point: Point } = JSON.parse(
  process.argv[2] ?? '',
);
const store = await openStore(input.place);
const vendor = vendorAt(baseUrl, 20_000);
const account = accountOf({ ...vendor, submit: async (call) => reach('send').then(() => vendor.submit(call)) });
const activities = makeActivities(worldOf(stopping(store), account));
say(JSON.stringify(await activities.submit(input)));
await vendor.close();
process.exit(0);

function stopping(real: ProjectStore): ProjectStore {
  const { claims } = real;
  return {
    ...real,
    claims: {
      ...claims,
      open: async (ref, claim) => reach('claim').then(() => claims.open(ref, claim)),
      created: async (ref, created) => {
        const standing = await claims.created(ref, created);
        await reach('index');
        return standing;
      },
      claimTask: async (of, task, ref) =>
        point === 'index' ? new Promise(() => undefined) : claims.claimTask(of, task, ref),
    },
  };
}

/** Says where it is and, at the named point, goes on only when it is told to. */
async function reach(here: Point): Promise<void> {
  if (here !== point) return;
  say('reached');
  await new Promise((resolve) => process.stdin.once('data', resolve));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
