import { expect, test } from 'vitest';
import { SHOT, withSimulator } from './client.ts';

test('an accepted task is answered with the six fields of the vendor page', () =>
  withSimulator({ api: 'qingbo-seed-2026-04' }, async ({ submit }) => {
    const { status, body } = await submit();
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['task_id', 'model', 'action', 'status', 'created_at', 'progress']);
    expect(body.task_id).toMatch(/^task-wave\d{10}b\d{9}$/);
    expect(body).toMatchObject({ model: 'skyreels-v4-fast', action: 'generate', status: 'queued', progress: 0 });
    expect(Math.abs(body.created_at - Date.now())).toBeLessThan(5000);
  }));

test('a task goes from queued over processing to completed, with a link in seconds and a cost', () =>
  withSimulator({ taskMs: 100_000 }, async ({ submit, poll, simulator }) => {
    const { task_id } = (await submit()).body;
    expect((await poll(task_id)).body).toMatchObject({ status: 'queued', progress: 0 });
    simulator.advance(55_000);
    const processing = (await poll(task_id)).body;
    expect(processing.status).toBe('processing');
    expect(processing.progress).toBeGreaterThanOrEqual(49);
    expect(processing).not.toHaveProperty('cost');
    simulator.advance(50_000);
    const done = (await poll(task_id)).body;
    expect(done).toMatchObject({ status: 'completed', progress: 100, cost: 102_000 });
    const [video] = done.result.videos;
    expect(video.expires_at).toBe(Math.floor((done.completed_at + 24 * 3600 * 1000) / 1000));
    expect(video.url).toContain(`/files/${task_id}?token=`);
  }));

test('the seed page knows no money fields, September adds billing_status, and an array of links is a switch', async () => {
  await withSimulator({ api: 'qingbo-seed-2026-04', urlShape: 'array' }, async ({ finish }) => {
    const { status } = await finish();
    expect(status).not.toHaveProperty('cost');
    expect(status.result.videos[0].url).toEqual([expect.stringContaining('/files/')]);
  });
  await withSimulator({ api: 'qingbo-2026-09' }, async ({ finish }) => {
    expect((await finish()).status).toMatchObject({ cost: 102_000, billing_status: 'settled' });
  });
});

test('a request without a key, or with a key that is not let in, is refused with 401', () =>
  withSimulator({ keys: ['another'] }, async ({ url, submit }) => {
    expect((await fetch(`${url}/v1/tasks`, { method: 'POST' })).status).toBe(401);
    expect((await submit()).status).toBe(401);
  }));

test("another account's task is as unknown as one that never was", () =>
  withSimulator({}, async ({ submit, poll, call }) => {
    const { task_id } = (await submit()).body;
    const foreign = await call(`/v1/tasks/${task_id}`, { headers: { authorization: 'Bearer other' } });
    expect(foreign).toMatchObject({ status: 404, body: { error: { code: 'task_not_found' } } });
    expect((await poll('task-wave1b1')).body.error.code).toBe('task_not_found');
  }));

const image = 'https://example.com/a.png';
const video = 'https://example.com/a.mp4';
const WRONG: [string, object, string][] = [
  ['no model', { prompt: 'x' }, 'model'],
  ['an unknown model', { ...SHOT, model: 'skyreels-v5' }, 'model'],
  ['an unknown action', { ...SHOT, action: 'dance' }, 'action'],
  ['no prompt for text-to-video', { model: SHOT.model }, 'prompt'],
  ['an empty prompt for text-to-video', { ...SHOT, prompt: ' ' }, 'prompt'],
  ['a prompt of 5001 characters', { ...SHOT, prompt: 'x'.repeat(5001) }, 'prompt'],
  ['an unknown aspect ratio', { ...SHOT, aspect_ratio: '21:9' }, 'aspect_ratio'],
  ['an unknown resolution', { ...SHOT, resolution: '4k' }, 'resolution'],
  ['2 seconds', { ...SHOT, duration: 2 }, 'duration'],
  ['16 seconds', { ...SHOT, duration: 16 }, 'duration'],
  ['5.5 seconds', { ...SHOT, duration: 5.5 }, 'duration'],
  ['seconds as text', { ...SHOT, duration: '5' }, 'duration'],
  ['an optimizer that is no boolean', { ...SHOT, prompt_optimizer: 'yes' }, 'prompt_optimizer'],
  ['a first frame that is no URL', { ...SHOT, first_frame_image: 'a.png' }, 'first_frame_image'],
  ['an unknown callback event', { ...SHOT, callback_events: ['done'] }, 'callback_events'],
  ['image2video without a first frame', { ...SHOT, action: 'image2video' }, 'first_frame_image'],
  [
    'first_last_frame without the last',
    { ...SHOT, action: 'first_last_frame', first_frame_image: image },
    'last_frame_image',
  ],
  ['reference without images', { ...SHOT, action: 'reference' }, 'ref_images'],
  ['reference_audio without audio', { ...SHOT, action: 'reference_audio' }, 'audio_urls'],
  ['extend without a source', { ...SHOT, action: 'extend' }, 'ref_videos'],
  [
    'extend with a reference',
    { ...SHOT, action: 'extend', ref_videos: [{ tag: 's', type: 'reference', video_url: video }] },
    'ref_videos',
  ],
  [
    'two reference videos',
    { ...SHOT, ref_videos: [1, 2].map(() => ({ tag: 's', type: 'extend', video_url: video })) },
    'ref_videos',
  ],
  ['a grid of one image', { ...SHOT, ref_images: [{ tag: 's', type: 'grid', image_urls: [image] }] }, 'ref_images'],
  [
    'both kinds of images',
    { ...SHOT, image_urls: [image], ref_images: [{ tag: 's', type: 'image', image_urls: [image] }] },
    'image_urls',
  ],
  [
    'a mid frame at the end',
    { ...SHOT, mid_frame_images: [{ tag: 'k', image_url: image, time_stamp: 3 }] },
    'mid_frame_images',
  ],
  [
    'mid frames out of order',
    { ...SHOT, mid_frame_images: [2, 1].map((time_stamp) => ({ tag: 'k', image_url: image, time_stamp })) },
    'mid_frame_images',
  ],
];

test('a body that the vendor page forbids is refused with 400, names the field and costs nothing', () =>
  withSimulator({}, async ({ submit, post, simulator }) => {
    for (const [what, body, param] of WRONG) {
      const { status, body: answer } = await submit(body);
      expect([what, status, answer.error?.code, answer.error?.param]).toEqual([what, 400, 'invalid_request', param]);
    }
    expect((await post('/v1/tasks', [])).body.error.code).toBe('invalid_request');
    expect(simulator.ledger()).toMatchObject({ balanced: true, tasks: [] });
  }));

test('the action is found by the media when none is given', () =>
  withSimulator({ cap: 10 }, async ({ submit }) => {
    const action = async (media: object) => (await submit({ model: SHOT.model, ...media })).body.action;
    expect(await action({ first_frame_image: image })).toBe('image2video');
    expect(await action({ first_frame_image: image, last_frame_image: image })).toBe('first_last_frame');
    expect(await action({ image_urls: [image] })).toBe('reference');
    expect(await action({ video_urls: [video] })).toBe('reference_video');
    expect(await action({ audio_urls: ['https://example.com/a.mp3'] })).toBe('reference_audio');
    expect(await action({ ref_videos: [{ tag: 's', type: 'extend', video_url: video }] })).toBe('extend');
  }));

test('unknown fields are silent on the seed page and refused since September', async () => {
  const body = { ...SHOT, negative_prompt: 'rain' };
  await withSimulator({ api: 'qingbo-seed-2026-04' }, async ({ submit }) => {
    expect((await submit(body)).status).toBe(200);
  });
  await withSimulator({ api: 'qingbo-2026-09' }, async ({ submit }) => {
    const { status, body: answer } = await submit(body);
    expect(status).toBe(400);
    expect(answer.error).toMatchObject({ code: 'capability_violation', param: 'negative_prompt' });
  });
});

test('equal seeds give equal times whatever the order, and std takes 1.5 to 2 times as long as fast', () => {
  const times = async (models: string[]) => {
    const found: Record<string, number> = {};
    await withSimulator({ seed: '7', taskMs: undefined, jitter: 0 }, async ({ submit, simulator }) => {
      for (const model of models) await submit({ ...SHOT, model });
      for (const task of simulator.ledger().tasks) found[task.model] = task.endsAt - task.startsAt;
    });
    return found;
  };
  return (async () => {
    const fast = 'skyreels-v4-fast';
    const std = 'skyreels-v4-std';
    const one = await times([fast, std]);
    expect(await times([std, fast])).toEqual(one);
    const ratio = (one[std] ?? 0) / (one[fast] ?? 1);
    expect(ratio).toBeGreaterThan(1.49);
    expect(ratio).toBeLessThan(2.01);
  })();
});
