// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language writes expressions so.
import { expect, test } from 'vitest';
import { loadText } from './load-file.ts';

const pipeline = `version: 1
vars: { look: film grain }
steps:
  draft:
    uses: generate
    strategy: { matrix: { shot: { from: shots.csv, key: id }, look: [cool, warm] } }
    with: { model: skyreels-v4-fast, prompt: "\${{ matrix.shot.prompt }}, \${{ matrix.look }}, \${{ vars.look }}", duration: "\${{ matrix.shot.seconds }}" }
  choose: { uses: pick, with: { from: [draft], group-by: [shot] } }
  final: { uses: promote, strategy: { over: choose }, with: { model: skyreels-v4-std } }
  reel: { uses: concat, with: { videos: "\${{ steps.final.*.outputs.video }}" } }
`;

function shots(count: number): string {
  const rows = Array.from(
    { length: count },
    (_, n) => `shot-${n},${3 + (n % 12)},"A long prompt about shot ${n}, in a few words"`,
  );
  return ['id,seconds,prompt', ...rows].join('\n');
}

test('ten thousand nodes from a CSV file compile in one go', async () => {
  const data = { 'shots.csv': shots(2500) };
  const before = process.memoryUsage().heapUsed;
  const start = process.cpuUsage();
  const { plan, problems } = await loadText(pipeline, {}, data);
  const { user, system } = process.cpuUsage(start);
  const ms = (user + system) / 1000;
  const megabytes = (process.memoryUsage().heapUsed - before) / 1e6;
  expect(problems).toEqual([]);
  expect(plan?.nodes.length).toBe(5000 + 2500 + 2500 + 1);
  process.stderr.write(`10,001 nodes: ${Math.round(ms)} ms of CPU, ${Math.round(megabytes)} MB of heap\n`);
  // The goal is 1.5 s (npm run bench measures it); this bound only catches what has become quadratic.
  expect(ms).toBeLessThan(10_000);
});

test('an insertion renames nothing and changes nothing else', async () => {
  const lines = shots(50).split('\n');
  const more = [...lines.slice(0, 20), 'new,5,"An inserted shot"', ...lines.slice(20)].join('\n');
  const before = await loadText(pipeline, {}, { 'shots.csv': lines.join('\n') });
  const after = await loadText(pipeline, {}, { 'shots.csv': more });
  const fields = (nodes: readonly { readonly id: string; readonly fields?: unknown }[] = []) =>
    new Map(nodes.map((node) => [node.id, JSON.stringify(node.fields)]));
  const [old, now] = [fields(before.plan?.nodes), fields(after.plan?.nodes)];
  expect([...old].filter(([id, text]) => now.get(id) !== text)).toEqual([]);
  expect([...now.keys()].filter((id) => !old.has(id))).toEqual([
    'draft@new--cool',
    'draft@new--warm',
    'choose@new',
    'final@new',
  ]);
});
