import type { Compilation } from './compilation.ts';
import type { Draft } from './draft.ts';
import { type Requests, sourceNodes } from './requests.ts';

/**
 * Checks that no link needs a longer source than the page allows. Where the vendor returns source and extension in
 * one file (or that is not known), a film grows with each link; a source that is a URL has an unknown length.
 */
export function checkChains(
  compilation: Compilation,
  drafts: readonly Draft[],
  requests: readonly Requests[],
  order: readonly number[],
): void {
  const { extendOutput, extendSource } = compilation.api;
  const grows = extendOutput !== 'segment-only';
  const seconds: number[] = drafts.map(() => 0);
  for (const index of order) {
    const draft = drafts[index];
    if (draft === undefined) continue;
    const own = Math.max(
      0,
      ...(requests[index] ?? []).map(({ duration }) => (typeof duration === 'number' ? duration : 0)),
    );
    const { node } = draft;
    if (node.kind !== 'link' || node.source === undefined) {
      seconds[index] = own;
      continue;
    }
    const source = Math.max(0, ...sourceNodes(node.source, drafts).map((from) => seconds[from] ?? 0));
    seconds[index] = grows ? source + own : own;
    if (source > extendSource.max + extendSource.tolerance) reportLength(compilation, draft, drafts, index, source);
  }
}

function reportLength(
  { report, api }: Compilation,
  draft: Draft,
  drafts: readonly Draft[],
  index: number,
  source: number,
): void {
  const { node, span } = draft;
  let number = 1;
  for (let at = index - 1; drafts[at]?.node.step === node.step && drafts[at]?.node.key === node.key; at -= 1)
    number += 1;
  const message = `link ${number} ("${node.link}") would need a source of ${source} s; the page allows ${api.extendSource.max}`;
  const hint = 'make fewer or shorter links, or start another chain';
  report.add({
    code: 'CHAIN_TOO_LONG',
    span,
    path: ['steps', draft.checked.id, 'with', 'links'],
    message,
    hint,
    rule: 41,
  });
}
