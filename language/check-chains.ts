import { type FilmNode, longLinkWords, tooLongLinks } from '../plan/chain-lengths.ts';
import type { Compilation } from './compilation.ts';
import type { Draft } from './draft.ts';
import type { Requests } from './requests.ts';

/** Checks that no link needs a longer source than the page allows, and says how many links of the chain fit. */
export function checkChains(
  { report, api }: Compilation,
  drafts: readonly Draft[],
  requests: readonly Requests[],
  order: readonly number[],
): void {
  const nodes = drafts.map((draft, index) => filmNode(draft, requests[index] ?? []));
  for (const long of tooLongLinks({ nodes, order, api })) {
    const draft = drafts[long.node];
    if (draft === undefined) continue;
    const fits = long.number - 1;
    const hint = fits === 0 ? 'nothing extends a video that long' : FEWER(fits);
    report.add({
      code: 'CHAIN_TOO_LONG',
      span: draft.span,
      path: ['steps', draft.checked.id, 'with', 'links'],
      message: longLinkWords(long, draft.node.link ?? '', api),
      hint,
      rule: 41,
    });
  }
}

const FEWER = (fits: number) =>
  `${fits === 1 ? 'one link fits' : `${fits} links fit`}; make fewer or shorter links, or extend only the end of the film (tail: 10s)`;

function filmNode({ node }: Draft, requests: Requests): FilmNode {
  const { kind, edges, source, pick, step, key, tailMs } = node;
  const durations = requests.map(({ duration }) => duration);
  const known = durations.flatMap((duration) => (typeof duration === 'number' ? [duration] : []));
  return {
    kind,
    edges,
    ...(kind === 'link' ? { chain: `${step}@${key}` } : {}),
    // Where one of several is not known, none is: the shortest counts.
    seconds: known.length < durations.length ? undefined : Math.max(0, ...known),
    ...(tailMs === undefined ? {} : { tailSeconds: tailMs / 1000 }),
    ...(source === undefined ? {} : { source }),
    ...(pick === undefined ? {} : { candidates: pick.candidates }),
  };
}
