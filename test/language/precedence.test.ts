// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language writes expressions so.
import { describe, expect, test } from 'vitest';
import type { LoadOptions } from '../../language/index.ts';
import { deriveRequest } from '../../plan/derive-request.ts';
import { loadText } from './load-file.ts';

async function fieldsOf(text: string, options: Partial<LoadOptions> = {}) {
  const { plan, problems } = await loadText(text, options);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return Object.fromEntries((plan?.nodes ?? []).map(({ id, fields }) => [id, fields]));
}

const layers = `version: 1
inputs: { tier: { type: choice, options: [fast, std], default: fast } }
profiles:
  draft: { model: "skyreels-v4-\${{ inputs.tier }}", resolution: 480P, duration: 3 }
  final: { model: skyreels-v4-std, resolution: 1080p }
defaults:
  profile: draft
  with: { prompt_optimizer: false, duration: 4, aspect_ratio: "9:16" }
steps:
  a: { uses: generate, with: { prompt: one } }
  b: { uses: generate, profile: final, with: { prompt: two, duration: 7, prompt_optimizer: null } }
  c: { uses: generate, with: { prompt: three, first_frame_image: "https://example.com/a.png" } }
  d: { uses: promote, with: { from: "\${{ steps.a }}", duration: 9 } }
  e: { uses: chain, profile: final, with: { from: "\${{ steps.a }}", duration: 6, links: [{ id: on, prompt: x }, { id: off, prompt: y, duration: 8, resolution: null }] } }
`;

describe('which value counts', () => {
  test('version 1 < defaults < profile < with, null removes', async () => {
    const { a, b } = await fieldsOf(layers);
    expect(a).toEqual({
      prompt_optimizer: false,
      duration: 3,
      aspect_ratio: '9:16',
      model: 'skyreels-v4-fast',
      resolution: '480p',
      prompt: 'one',
    });
    expect(b).toMatchObject({ model: 'skyreels-v4-std', resolution: '1080p', duration: 7, prompt_optimizer: true });
  });

  test('--profile counts above defaults.profile and below a step’s own, and not for derived steps', async () => {
    const { a, b, d } = await fieldsOf(layers, { profile: 'final' });
    expect(a).toMatchObject({ model: 'skyreels-v4-std', duration: 4 });
    expect(b).toMatchObject({ duration: 7 });
    expect(d).toEqual({ duration: 9 });
  });

  test('inputs reach profiles', async () => {
    const { a } = await fieldsOf(layers, { inputs: { tier: 'std' } });
    expect(a).toMatchObject({ model: 'skyreels-v4-std' });
  });

  test('a defaulted aspect ratio is not sent beside media', async () => {
    const { c } = await fieldsOf(layers);
    expect(c).not.toHaveProperty('aspect_ratio');
    expect(c).not.toHaveProperty('action');
  });

  test('derived steps hold their own fields only: profile < with < link', async () => {
    const nodes = await fieldsOf(layers);
    expect(nodes['e--on']).toEqual({ model: 'skyreels-v4-std', resolution: '1080p', duration: 6, prompt: 'x' });
    expect(nodes['e--off']).toEqual({ model: 'skyreels-v4-std', resolution: null, duration: 8, prompt: 'y' });
  });
});

test('a promote keeps an action that its source wrote, and what is checked of it is what will be sent', async () => {
  const led = '"https://example.com/a.png", action: generate';
  const { problems } = await loadText(`version: 1
profiles: { final: { model: skyreels-v4-std } }
steps:
  led: { uses: generate, with: { model: skyreels-v4-fast, prompt: x, first_frame_image: ${led} } }
  mute: { uses: promote, profile: final, with: { from: "\${{ steps.led }}", prompt: null } }
`);
  // Inferred anew, the action would be image2video, which needs no prompt.
  expect(problems).toMatchObject([{ code: 'PROMPT_MISSING', rule: 23, path: 'steps.mute.with.prompt' }]);
});

describe('derived requests', () => {
  const source = {
    model: 'm',
    action: 'generate',
    prompt: 'p',
    resolution: '480p',
    duration: 4,
    aspect_ratio: '1:1',
    prompt_optimizer: false,
  };

  test('promote takes all of its source’s fields and infers the action anew', () => {
    expect(deriveRequest({ kind: 'promote', source, fields: { resolution: '1080p' } })).toEqual({
      ...source,
      resolution: '1080p',
    });
    const framed = deriveRequest({
      kind: 'promote',
      source,
      fields: { first_frame_image: 'https://example.com/a.png', prompt: null },
    });
    expect(framed).toMatchObject({ action: 'image2video' });
    expect(framed).not.toHaveProperty('prompt');
    expect(framed).not.toHaveProperty('aspect_ratio');
    const kept = deriveRequest({
      kind: 'promote',
      source: { ...source, action: 'reference' },
      fields: {},
      actionWritten: true,
    });
    expect(kept).toMatchObject({ action: 'reference' });
  });

  test('a link takes model, resolution and prompt_optimizer, and extends its source’s video', () => {
    const sourceVideo = `sha256:${'a'.repeat(64)}`;
    expect(deriveRequest({ kind: 'link', source, fields: { prompt: 'on' }, sourceVideo })).toEqual({
      model: 'm',
      resolution: '480p',
      prompt_optimizer: false,
      duration: 5,
      prompt: 'on',
      action: 'extend',
      ref_videos: [{ tag: 'src', type: 'extend', video_url: sourceVideo }],
    });
  });
});
