import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { connectClient, engineStatus } from '../../engine/index.ts';
import { accountWorkflowId, runWorkflowId } from '../../plan/recorded-names.ts';
import { openStore } from '../../store/index.ts';
import { RUN_FOLDER } from './workplace.ts';

/**
 * The home that all scenes of one of vitest's workers share: its engine is started by the first command that needs one,
 * serves file after file, and is ended with the run of the tests. Undefined where nobody would end it.
 */
export function sharedHome(): string | undefined {
  const { [RUN_FOLDER]: folder, VITEST_POOL_ID: worker } = process.env;
  return folder === undefined || worker === undefined ? undefined : path.join(folder, `home-${worker}`);
}

/** Ends what the engine of a home still runs of a project, before that is removed: what it left open would go on trying. */
export async function leaveEngine(home: string, root: string): Promise<void> {
  const { running, address } = engineStatus({ home });
  const accounts = accountsOf(home, root);
  if (!running || address === undefined || accounts.length === 0) return;
  const realms = [...new Set(accounts.flatMap(({ realms }) => realms))];
  const stores = await Promise.all(realms.map((realm) => openStore({ root, realm })));
  const ids = new Set(accounts.filter(({ alone }) => alone).map(({ id }) => accountWorkflowId(id)));
  const isOwn = (id: string) => ids.has(id) || stores.some((store) => id.startsWith(runWorkflowId(store.id, '')));
  const client = await connectClient({ address }, 'default');
  try {
    for await (const { workflowId } of client.workflow.list({ query: "ExecutionStatus = 'Running'" })) {
      // It may end by itself in this moment.
      if (isOwn(workflowId))
        await client.workflow
          .getHandle(workflowId)
          .terminate()
          .catch(() => undefined);
    }
  } finally {
    await client.connection.close();
  }
}

type AccountOfProject = {
  readonly id: string;
  readonly realms: readonly string[];
  /** Nobody else uses it, or its other projects are removed already. */
  readonly alone: boolean;
};

/** The accounts that this project uses. */
function accountsOf(home: string, root: string): readonly AccountOfProject[] {
  const folder = path.join(home, 'accounts');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  return files.flatMap((name) => {
    const { id, stores }: { id: string; stores: { root: string; realm: string }[] } = JSON.parse(
      readFileSync(path.join(folder, name), 'utf8'),
    );
    const own = stores.filter((one) => one.root === root);
    const others = stores.filter((one) => one.root !== root && existsSync(one.root));
    return own.length === 0 ? [] : [{ id, realms: own.map(({ realm }) => realm), alone: others.length === 0 }];
  });
}
