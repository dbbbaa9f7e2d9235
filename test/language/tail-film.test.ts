// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language writes expressions so.
import { expect, test } from 'vitest';
import { resolveNode, type Take } from '../../expressions/index.ts';
import { loadText, sha256 } from './load-file.ts';

test.each([
  ['whose links begin with a tail of the film', true, 17],
  ['whose links are new parts alone', false, 21],
])('the seconds of a chain %s are those of the whole film', async (_, includesSource, seconds) => {
  const { plan } = await loadText(
    `version: 1
defaults: { with: { model: skyreels-v4-fast } }
steps:
  hero: { uses: generate, with: { prompt: hero } }
  walk: { uses: chain, with: { from: "\${{ steps.hero }}", tail: 3s, links: [{ id: a, prompt: a }, { id: b, prompt: b, duration: 7 }] } }
  told: { uses: generate, with: { prompt: "\${{ steps.walk.outputs.seconds }} s" } }
`,
  );
  if (plan === undefined) throw new Error('no plan');
  const takeOf = (node: number): Take => ({
    ...{ node: plan.nodes[node]?.id ?? '', sha256: sha256(String(node)), width: 1, height: 1, cost: 0, sources: [] },
    ...{ seconds: node === 0 ? 5 : 8, includesSource, request: { action: 'extend', duration: node === 2 ? 7 : 5 } },
  });
  const index = plan.nodes.findIndex(({ id }) => id === 'told');
  const made = resolveNode({ plan, index, takeOf, chosen: () => undefined, takes: [] });
  expect(made.kind === 'request' && made.request.prompt).toBe(`${seconds} s`);
});
