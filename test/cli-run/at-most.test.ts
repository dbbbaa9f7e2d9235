import { afterEach, expect, test } from 'vitest';
import { makeScene, type Scene } from '../e2e/scene.ts';

let scene: Scene;
afterEach(() => scene.close());

const PIPELINE = `version: 1
defaults: { with: { model: skyreels-v4-fast, resolution: 480p } }
steps:
  draft: { uses: generate, strategy: { matrix: { look: [cool, warm, grey] } }, with: { prompt: "\${{ matrix.look }}" } }
  choose: { uses: pick, with: { from: [draft], choose: 2 } }
  final: { uses: promote, strategy: { over: choose }, with: { resolution: 720p } }
`;

test('what depends on a choice of several is priced "at most" until it is made', async () => {
  scene = makeScene();
  scene.write('pipelines/looks.yaml', PIPELINE);
  const plan = await scene.cli('plan', 'pipelines/looks.yaml');
  expect(plan.stdout).toMatch(/final@grey +missing +≤ \$0\.4675/);
  expect(plan.stdout).toContain('to make   6 renders, 1 choice by a person, at most $2.4225');
  scene.write(
    'pipelines/looks.picks.yaml',
    'version: 1\npicks: { choose: { "": { chosen: [{ node: draft@cool }, { node: draft@grey }] } } }\n',
  );
  const chosen = await scene.cli('plan', 'pipelines/looks.yaml');
  expect(chosen.stdout).toContain('to make   5 renders, $1.955');
});
