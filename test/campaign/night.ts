import { quotaOf } from '../../plan/quota.ts';
import type { Scene } from '../e2e/scene.ts';

/** Six drafts at a cap of five, a final, one link of a chain, a reel: 8 tasks, 9 files. */
export const TASKS = 8;

/** Its budget: the night costs 1.89, and a lost answer may keep a price reserved. */
const LIMIT_USD = 2.5;
export const LIMIT = quotaOf(LIMIT_USD);

/** Writes the pipeline of one trial; its stem tells it from the others of its scene. */
export function writeTrial(scene: Scene, stem: string): string {
  const file = `pipelines/${stem}.yaml`;
  scene.write(
    file,
    `version: 1
budget: { limit: ${LIMIT_USD} }
defaults: { with: { duration: 3, resolution: 480p, model: skyreels-v4-fast } }
steps:
  draft:
    uses: generate
    strategy: { matrix: { shot: [one, two, three, four, five, six] } }
    with: { prompt: "boat \${{ matrix.shot }} of ${stem}" }
  final: { uses: promote, with: { from: "\${{ steps.draft['one'] }}", model: skyreels-v4-std } }
  walk:
    uses: chain
    with:
      from: \${{ steps.draft['two'] }}
      links: [{ id: stops, prompt: ${stem} stops, duration: 3 }]
  reel: { uses: concat, with: { videos: "\${{ steps.draft.*.outputs.video }}" } }
`,
  );
  return file;
}
