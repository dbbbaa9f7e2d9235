import type { Compilation } from './compilation.ts';
import { milliseconds } from './schema/scalars.ts';
import type { ChainStep } from './schema/steps.ts';
import { spanOfValue, type TreePath } from './tree.ts';

/** A chain's `tail` in ms, undefined where it has none. Too short, too long, or without a media host, it is reported. */
export function tailOfChain(
  { api, file, options, report }: Compilation,
  id: string,
  step: ChainStep,
): number | undefined {
  const { tail } = step.with;
  if (tail === undefined) return undefined;
  const path: TreePath = ['steps', id, 'with', 'tail'];
  const span = spanOfValue(file.tree, path);
  const tailMs = milliseconds(tail);
  const { min, max } = api.extendSource;
  if (tailMs < min * 1000 || tailMs > max * 1000) {
    const message = `tail is ${tail}; a video of ${min} to ${max} s can be extended`;
    report.add({ code: 'CHAIN_TAIL', span, path, message, rule: 41 });
  }
  if (!options.media?.host) {
    const hint = 'write media-host into dailies.yaml, or try it with --simulate';
    const message = 'the last seconds are cut here, and the vendor can fetch them only from a media host';
    report.add({ code: 'CHAIN_TAIL', span, path, message, hint });
  }
  return tailMs;
}

/** Nothing can be cut off a film that lies elsewhere. */
export function reportUrl({ file, report }: Compilation, step: TreePath): void {
  const path = [...step, 'with', 'from'];
  const hint = 'fetch it first: { uses: fetch, with: { url: … } }';
  const message = 'of a URL no tail can be cut';
  report.add({ code: 'CHAIN_TAIL', span: spanOfValue(file.tree, path), path, message, hint });
}
