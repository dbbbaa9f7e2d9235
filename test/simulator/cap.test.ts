import { expect, test } from 'vitest';
import { SHOT, withSimulator } from './client.ts';

test('in flight: the sixth task is refused with 429 until one of the five has ended', () =>
  withSimulator({ taskMs: 60_000 }, async ({ submit, simulator }) => {
    const five = await Promise.all([1, 2, 3, 4, 5].map(() => submit()));
    expect(five.map((reply) => reply.status)).toEqual([200, 200, 200, 200, 200]);
    expect(await submit()).toMatchObject({ status: 429, body: { error: { code: 'rate_limit_exceeded' } } });
    simulator.advance(30_000);
    expect((await submit()).status).toBe(429);
    simulator.advance(30_000);
    expect((await submit()).status).toBe(200);
    expect(simulator.stats()).toMatchObject({ tasks: 6, refusals: 2, peakInCap: 5 });
  }));

test('queued: a slot is free once its task is seen processing', () =>
  withSimulator({ taskMs: 60_000, counts: 'queued' }, async ({ submit, simulator }) => {
    for (let i = 0; i < 5; i++) await submit();
    expect((await submit()).status).toBe(429);
    simulator.advance(6_000);
    expect((await submit()).status).toBe(200);
    expect(simulator.ledger().tasks.map((task) => task.status)).toEqual([...Array(5).fill('processing'), 'queued']);
  }));

test('each key has a cap of its own, and a cancelled task gives its slot back', () =>
  withSimulator({ taskMs: 60_000, cap: 1 }, async ({ submit, cancel }) => {
    const { task_id } = (await submit()).body;
    expect((await submit(SHOT, { authorization: 'Bearer other' })).status).toBe(200);
    expect((await submit()).status).toBe(429);
    await cancel(task_id);
    expect((await submit()).status).toBe(200);
  }));

test('the refusal can say when to come back', () =>
  withSimulator(
    { taskMs: 60_000, cap: 1, refusal: { code: 'busy', retryAfter: '7', resetAt: 123 } },
    async ({ submit }) => {
      await submit();
      const { headers, body } = await submit();
      expect(headers.get('retry-after')).toBe('7');
      expect(body.error).toMatchObject({ code: 'busy', reset_at: 123 });
    },
  ));

test('the statistics tell how long a slot was idle', () =>
  withSimulator({ taskMs: 60_000, cap: 1 }, async ({ submit, simulator, sim }) => {
    await submit();
    simulator.advance(60_000 + 250);
    await submit();
    const [gapMs] = (await sim('stats')).body.slotGapsMs;
    expect(gapMs).toBeGreaterThanOrEqual(250);
    expect(gapMs).toBeLessThan(2000);
    expect(simulator.stats().slotGapP50Ms).toBe(gapMs);
  }));
