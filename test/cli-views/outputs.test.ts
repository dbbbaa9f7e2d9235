// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language writes expressions so.
import { expect, it } from 'vitest';
import { outputsOfRun } from '../../cli/session/outputs-of-run.ts';
import { type EndFacts, endSummary, outputLines } from '../../cli/views/index.ts';
import { outputsDocument } from '../../cli/views/output-lines.ts';
import type { MakeRecord } from '../../plan/record.ts';
import { loadText, sha256 } from '../language/load-file.ts';
import { harmful, PAYLOADS } from './payloads.ts';
import { SCREEN } from './planned.ts';

const PART = `version: 1
defaults: { with: { model: skyreels-v4-fast } }
steps: { clip: { uses: generate, with: { prompt: clip } } }
outputs: { film: "\${{ steps.clip.outputs.video }}" }
`;
const NIGHT = `version: 1
inputs: { who: { type: string, default: fox } }
defaults: { with: { model: skyreels-v4-fast } }
steps:
  shot: { uses: generate, strategy: { matrix: { cut: [a, b] } }, with: { prompt: "\${{ matrix.cut }}" } }
  soft: { uses: ./part.yaml, continue-on-error: true, strategy: { matrix: { at: [x, y] } } }
  extra: { uses: generate, if: "inputs.who == 'hare'", with: { prompt: extra } }
  walk: { uses: chain, with: { from: "\${{ steps.shot['a'] }}", links: [{ id: on, prompt: on }] } }
  reel: { uses: concat, with: { videos: "\${{ steps.shot.*.outputs.video }}" } }
outputs:
  reel: "\${{ steps.reel.outputs.video }}"
  shots: "\${{ steps.shot.*.outputs.video }}"
  soft: "\${{ steps.soft.*.outputs.film }}"
  extra: "\${{ steps.extra.outputs.video }}"
  walk: "\${{ steps.walk.outputs.video }}"
  seconds: "\${{ steps.reel.outputs.seconds }}"
  who: "of \${{ inputs.who }}"
`;

async function outputs(states: { readonly [node: string]: string } = {}) {
  const { plan, problems } = await loadText(NIGHT, {}, { 'part.yaml': PART });
  if (plan === undefined) throw new Error(JSON.stringify(problems));
  const stateOf = (at: number) => {
    const id = plan.nodes[at]?.id ?? '';
    return states[id] ?? (id === 'extra' ? 'not-wanted' : 'done');
  };
  const makes = plan.nodes.map(({ id, kind }, at) => {
    if (stateOf(at) !== 'done') return undefined;
    const sources = kind === 'link' ? [sha256('shot@a')] : [];
    // What is joined from one file is that file: the same bytes under two names.
    const bytes = id === 'reel' ? 'shot@a' : id;
    const record = { node: id, sha256: sha256(bytes), sources, seconds: 5, file: `renders/x/${id}.mp4` };
    return { ...record, includesSource: false, request: { action: kind === 'link' ? 'extend' : 'generate' } };
  });
  return outputsOfRun({ plan, makes: makes as unknown as readonly (MakeRecord | undefined)[], stateOf });
}

it('the outputs of a run are files by their paths, a film in several files all of them, and values', async () => {
  const lines = outputLines(await outputs(), SCREEN);
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "outputs   reel  renders/x/reel.mp4
              shots  renders/x/shot@a.mp4, renders/x/shot@b.mp4
              soft  renders/x/soft@x/clip.mp4, renders/x/soft@y/clip.mp4
              extra  not wanted
              walk  renders/x/shot@a.mp4, renders/x/walk--on.mp4
              seconds  5
              who  of fox"
  `);
  expect(outputsDocument(await outputs()).shots).toEqual({
    value: ['renders/x/shot@a.mp4', 'renders/x/shot@b.mp4'],
    missing: null,
  });
});

it('an output of which one part is not made says which and how it stands; others are told', async () => {
  const found = outputsDocument(await outputs({ 'shot@b': 'rendering', reel: 'waiting', 'soft@x/clip': 'failed' }));
  expect(found.shots).toEqual({ value: null, missing: 'not made: shot@b is rendering' });
  expect(found.reel?.missing).toBe('not made: reel is waiting');
  expect(found.extra?.missing).toBe('not wanted');
  expect(found.soft?.value).toEqual(['renders/x/soft@y/clip.mp4']);
  expect(found.who?.value).toBe('of fox');
});

it('the last words of a run name three of them at most, and no value acts on the terminal', async () => {
  const facts: EndFacts = {
    ...{ run: 'night#3', realm: 'qingbo', file: 'night.yaml', state: 'done', end: 'over', counts: { done: 1 } },
    ...{ current: 0, money: { planned: 1, spent: 1, refunded: 0 }, startedMs: 0, rendersFolder: '', files: 0 },
  };
  const text = endSummary({ ...facts, outputs: await outputs() }, SCREEN);
  expect(text).toMatch(
    /^outputs {3}reel {2}renders\/x\/reel.mp4\n {10}shots .*\n {10}soft .*\n.*and 4 more .*\nreport/m,
  );
  for (const bad of PAYLOADS) {
    const nasty = [
      { name: bad, value: [bad] },
      { name: bad, value: { [bad]: bad } },
      { name: bad, value: null, missing: bad },
    ];
    expect(harmful(outputLines(nasty, SCREEN).join('\n')), JSON.stringify(bad)).toEqual([]);
  }
});
