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

test('a request asks for the film by the file that it ends with: by name, through a pipeline that is used, as a source', async () => {
  const like = (video: string) =>
    `uses: generate, with: { prompt: "like @video1", ref_videos: [{ tag: "@video1", type: reference, video_url: "${video}" }] }`;
  const walk = `version: 1
defaults: { with: { model: skyreels-v4-fast } }
steps:
  hero: { uses: generate, with: { prompt: hero } }
  walk: { uses: chain, with: { from: "\${{ steps.hero }}", tail: 3s, links: [{ id: a, prompt: a }, { id: b, prompt: b }] } }
`;
  const outputs = `outputs: { film: "\${{ steps.walk.outputs.video }}" }\n`;
  const user = `${walk}  named: { ${like('${{ steps.walk.outputs.video }}')} }
  sourced: { strategy: { over: walk }, ${like('${{ source.outputs.video }}')} }
  linked: { ${like("${{ steps.walk.links['b'].outputs.video }}")} }
  part: { uses: ./part.yaml }
  used: { ${like('${{ steps.part.outputs.film }}')} }
`;
  const { plan, problems } = await loadText(user, {}, { 'part.yaml': walk + outputs });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (plan === undefined) throw new Error('no plan');
  const id = (node: number) => plan.nodes[node]?.id ?? '';
  const takeOf = (node: number): Take => ({
    ...{ node: id(node), sha256: sha256(id(node)), width: 1, height: 1, cost: 0, sources: [], seconds: 8 },
    ...{ includesSource: true, request: { action: 'extend', duration: 5 } },
  });
  const videoOf = (step: string) => {
    const index = plan.nodes.findIndex((node) => node.id === step);
    const made = resolveNode({ plan, index, takeOf, chosen: () => undefined, takes: [] });
    return made.kind === 'request' && made.request.ref_videos;
  };
  const film = [{ video_url: `film:sha256:${sha256('walk--b')}` }];
  expect(videoOf('named')).toMatchObject(film);
  expect(videoOf('sourced')).toMatchObject(film);
  expect(videoOf('linked')).toMatchObject([{ video_url: `sha256:${sha256('walk--b')}` }]);
  expect(videoOf('used')).toMatchObject([{ video_url: `film:sha256:${sha256('part/walk--b')}` }]);
});
