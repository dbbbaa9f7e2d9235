import type { Scene } from './scene.ts';

/** A small night: six drafts, their finals, a longer take of the first, a reel. 14 tasks, 15 files. */
export const NIGHT_TASKS = 14;
export const NIGHT_FILES = 15;

/** Writes it under a name of its own, so that several nights of one scene are told apart. */
export function writeNight(scene: Scene, stem: string): string {
  const file = `pipelines/${stem}.yaml`;
  scene.write(
    file,
    `version: 1
profiles:
  draft: { model: skyreels-v4-fast, resolution: 480p }
  final: { model: skyreels-v4-std, resolution: 480p }
defaults: { profile: draft, with: { duration: 3 } }
steps:
  draft:
    uses: generate
    strategy: { matrix: { shot: [one, two, three, four, five, six] } }
    with: { prompt: "boat \${{ matrix.shot }} of ${stem}" }
  final: { uses: promote, strategy: { over: draft }, profile: final }
  walk:
    uses: chain
    with:
      from: \${{ steps.final['one'] }}
      links:
        - { id: stops, prompt: ${stem} stops, duration: 3 }
        - { id: turns, prompt: ${stem} turns, duration: 3 }
  reel: { uses: concat, with: { videos: "\${{ steps.final.*.outputs.video }}" } }
`,
  );
  return file;
}
