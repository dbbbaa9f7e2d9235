import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from '../../plan/plan.ts';
import { loadText } from '../language/load-file.ts';

/** Drafts, finals of them and a reel, from rows of a CSV file. */
const PIPELINE = `version: 1
defaults: { with: { model: skyreels-v4-fast, resolution: 480p } }
steps:
  draft:
    uses: generate
    strategy: { matrix: { shot: { from: shots.csv, key: id } } }
    with: { prompt: "\${{ matrix.shot.prompt }}" }
  final: { uses: promote, strategy: { over: draft }, with: { resolution: 1080p } }
  reel: { uses: concat, with: { videos: "\${{ steps.final.*.outputs.video }}" } }
`;

async function planOf(prompts: readonly string[]): Promise<Plan> {
  const rows = prompts.map((prompt, at) => `s${at},"${prompt}"`);
  const { plan, problems } = await loadText(PIPELINE, {}, { 'shots.csv': ['id,prompt', ...rows].join('\n') });
  if (plan === undefined) throw new Error(JSON.stringify(problems));
  return plan;
}

/** What of each node decides what is made; what other nodes hand on is left out. */
const partsOf = (plan: Plan) => new Map(plan.nodes.map((node) => [node.id, JSON.stringify(node)]));

const prompt = fc.stringMatching(/^[a-z][a-z ]{2,30}[a-z]$/);
const prompts = fc.array(prompt, { minLength: 2, maxLength: 8 });

test('the same text is the same plan, and another prompt of one shot changes that shot and what follows from it', async () => {
  await fc.assert(
    fc.asyncProperty(prompts, fc.nat(7), prompt, async (all, at, other) => {
      const index = at % all.length;
      const before = await planOf(all);
      expect(await planOf(all)).toEqual(before);
      const after = partsOf(await planOf(all.map((one, n) => (n === index ? `${other} now` : one))));
      const changed = [...partsOf(before)].filter(([id, part]) => after.get(id) !== part).map(([id]) => id);
      expect([...after.keys()]).toEqual([...partsOf(before).keys()]);
      expect(changed.filter((id) => ![`draft@s${index}`, `final@s${index}`, 'reel'].includes(id))).toEqual([]);
      expect(changed).toContain(`draft@s${index}`);
    }),
    { numRuns: 40 },
  );
});
