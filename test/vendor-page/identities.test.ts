// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language writes expressions so.
import { describe, expect, test } from 'vitest';
import { API_PROFILES, type ApiProfileName } from '../../plan/api-profile.ts';
import { apiProfile } from '../../plan/profiles.ts';
import { loadText } from '../language/load-file.ts';
import { aMake, aRequest, decided } from '../plan-states/a-plan.ts';

// Everything that all generations can say.
const PIPELINE = `version: 1
defaults: { with: { model: skyreels-v4-fast, resolution: 480P, aspect_ratio: "9:16" } }
profiles: { final: { model: skyreels-v4-std, resolution: 720p } }
steps:
  plain: { uses: generate, with: { prompt: a plain shot } }
  framed: { uses: generate, with: { prompt: from a frame, first_frame_image: "https://example.com/a.png", duration: 4 } }
  like: { uses: generate, with: { prompt: like these, image_urls: ["https://example.com/a.png"] } }
  moves: { uses: generate, with: { prompt: moves so, video_urls: ["https://example.com/a.mp4"], callback_url: "https://example.com/told" } }
  sings: { uses: generate, with: { prompt: sings, audio_urls: ["https://example.com/a.mp3"], prompt_optimizer: false } }
  final: { uses: promote, profile: final, with: { from: "\${{ steps.framed }}" } }
`;

async function planBy(api: ApiProfileName) {
  const { plan, problems } = await loadText(PIPELINE, { api });
  if (plan === undefined) throw new Error(JSON.stringify(problems));
  return plan;
}

describe('another API profile', () => {
  test('changes no identity: they are what they were', async () => {
    const lines = await Promise.all(
      API_PROFILES.map(async (api) => {
        const { nodes } = decided(await planBy(api), {});
        return nodes.map(({ node, identity }) => `${node} ${identity}\n`).join('');
      }),
    );
    expect(new Set(lines).size).toBe(1);
    await expect(lines[0]).toMatchFileSnapshot('identities.golden.txt');
  });

  test('makes nothing stale: what was made by one stays current by all', async () => {
    const plan = await planBy('qingbo-seed-2026-04');
    const beforehand = decided(plan, {});
    expect(beforehand.nodes.map(({ decision }) => decision.state)).toEqual(plan.nodes.map(() => 'missing'));
    const makes = plan.nodes.map((node, at) => aMake(node, { request: beforehand.nodes[at]?.request ?? aRequest({}) }));
    for (const api of API_PROFILES) {
      const { nodes } = decided(await planBy(api), { makes });
      expect(nodes.map(({ decision }) => [decision.state, decision.action, api])).toEqual(
        plan.nodes.map(() => ['current', 'keep', api]),
      );
    }
  });

  test('prices may differ: beside video_urls September pays for the clip', async () => {
    const priceBy = async (api: ApiProfileName) => {
      const node = (await planBy(api)).nodes.find(({ id }) => id === 'moves');
      return [node?.price, node?.seconds, node?.atMost === true];
    };
    expect(await priceBy('qingbo-seed-2026-04')).toEqual([63_750 * 5, 5, false]);
    expect(await priceBy('qingbo-2026-09')).toEqual([63_750 * 10, 10, true]);
    expect(apiProfile('qingbo-2026-06').videoUrlsAreReference).toBe(true);
  });
});
