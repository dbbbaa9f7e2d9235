import type { NodeNews } from './lock-merge.ts';
import { mapBounded } from './map-bounded.ts';
import type { ClaimState, Claims, LockOpen, Records } from './project-store.ts';

type Options = {
  readonly store: string;
  readonly realm: string;
  readonly records: Pick<Records, 'of' | 'all'>;
  readonly claims: Pick<Claims, 'ofNode' | 'unsettled' | 'read'>;
};

/** What the store knows of some nodes, or of every node of a pipeline, for its lock file. */
export function createNews(options: Options) {
  const { store, realm, records, claims } = options;

  async function ofNode(pipeline: string, node: string): Promise<NodeNews> {
    const states = await mapBounded(await claims.ofNode(pipeline, node), claims.read);
    const open = states.flatMap((state) => (state && openTask(state)) ?? []);
    return { node, records: await records.of(pipeline, node), open };
  }

  async function ofAll(pipeline: string): Promise<readonly NodeNews[]> {
    const news = new Map<string, { node: string; records: NodeNews['records'][number][]; open: LockOpen[] }>();
    const at = (node: string) => {
      const found = news.get(node) ?? { node, records: [], open: [] };
      news.set(node, found);
      return found;
    };
    for (const record of await records.all(pipeline)) at(record.node).records.push(record);
    const { open, nodes } = await claims.unsettled(pipeline);
    for (const state of open) at(state.ref.node).open.push(...(openTask(state) ?? []));
    // Of those whose attempts have all ended nothing is open any more.
    for (const node of nodes) at(node);
    return [...news.values()];
  }

  function openTask({ ref, claim, created, settled }: ClaimState): readonly LockOpen[] | undefined {
    if (claim.kind === 'void' || created === undefined || settled !== undefined) return undefined;
    const { identity, generation, attempt, node } = ref;
    const { account, api, model } = claim;
    const acceptedAt = new Date(created.acceptedAtMs).toISOString();
    return [
      {
        ...{ realm, store, step: stepOf(node), identity, generation, attempt },
        ...{ account, api, model, task: created.task, acceptedAt },
      },
    ];
  }

  return async (pipeline: string, nodes: ReadonlySet<string> | undefined): Promise<readonly NodeNews[]> =>
    nodes === undefined ? ofAll(pipeline) : mapBounded([...nodes], async (node) => ofNode(pipeline, node));
}

/** The step of a node's name, `step@key--link` or `step--link`: no step's id holds `@` or `--`. */
function stepOf(node: string): string {
  return /^[^/]*?(?=@|--|$)/.exec(node.split('/').at(-1) ?? '')?.[0] ?? node;
}
