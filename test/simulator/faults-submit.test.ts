import { expect, test } from 'vitest';
import type { Fault, FaultAction } from '../../simulator/index.ts';
import { SHOT, type Vendor, withSimulator } from './client.ts';

/** One submit under one fault: what the customer sees, and how many tasks were accepted. */
async function submitUnder(action: FaultAction, vendor: Vendor) {
  vendor.simulator.fault({ match: { op: 'submit' }, action });
  const before = vendor.simulator.ledger().tasks.length;
  const reply = await vendor.submit().catch(() => undefined);
  return { reply, accepted: vendor.simulator.ledger().tasks.length - before };
}

test('a scripted answer comes instead of acceptance, or after it', () =>
  withSimulator({}, async (vendor) => {
    const refused = await submitUnder({ do: 'answer', status: 502, body: 'Bad gateway' }, vendor);
    expect(refused).toMatchObject({ accepted: 0, reply: { status: 502, body: 'Bad gateway' } });
    const json = { error: { code: 'price_not_configured' } };
    const coded = await submitUnder({ do: 'answer', status: 500, body: json }, vendor);
    expect(coded).toMatchObject({ accepted: 0, reply: { status: 500, body: json } });
    const html = await submitUnder({ do: 'answer', status: 200, body: '<html>', when: 'after' }, vendor);
    expect(html).toMatchObject({ accepted: 1, reply: { status: 200, body: '<html>' } });
    const late = await submitUnder({ do: 'answer', status: 429, headers: { 'retry-after': '3' } }, vendor);
    expect(late.reply?.headers.get('retry-after')).toBe('3');
  }));

test('a connection is reset before or after the task was accepted', () =>
  withSimulator({}, async (vendor) => {
    expect(await submitUnder({ do: 'reset', when: 'before' }, vendor)).toEqual({ reply: undefined, accepted: 0 });
    expect(await submitUnder({ do: 'reset', when: 'after' }, vendor)).toEqual({ reply: undefined, accepted: 1 });
  }));

test('no answer comes although the task was accepted', () =>
  withSimulator({}, async ({ submit, simulator }) => {
    simulator.fault({ match: { op: 'submit' }, action: { do: 'silence' } });
    const answered = submit().then(
      () => 'answered',
      () => 'broken off',
    );
    expect(await simulator.waitFor('accepted')).toBe(true);
    expect(await Promise.race([answered, Promise.resolve('waiting')])).toBe('waiting');
  }));

test('an answer is held after acceptance, or the request before it, until it is released', () =>
  withSimulator({}, async ({ submit, post, sim, simulator }) => {
    simulator.fault({ match: { op: 'submit' }, action: { do: 'hold' } });
    simulator.fault({ match: { op: 'submit' }, action: { do: 'hold', when: 'before' } });
    const after = submit();
    expect((await sim('wait?event=held&count=1')).body.happened).toBe(true);
    expect(simulator.ledger().tasks).toHaveLength(1);
    const before = submit();
    expect((await sim('wait?event=held&count=2')).body.happened).toBe(true);
    expect(simulator.ledger().tasks).toHaveLength(1);
    expect((await post('/_sim/release')).body).toEqual({ released: 2 });
    expect([(await after).status, (await before).status]).toEqual([200, 200]);
    expect(simulator.ledger().tasks).toHaveLength(2);
  }));

test('an answer is delayed', () =>
  withSimulator({}, async (vendor) => {
    const start = performance.now();
    expect(await submitUnder({ do: 'delay', ms: 120 }, vendor)).toMatchObject({ accepted: 1, reply: { status: 200 } });
    expect(performance.now() - start).toBeGreaterThanOrEqual(119);
  }));

test('an answer comes without a task id, with wrong types, or with the id of another task', () =>
  withSimulator({}, async (vendor) => {
    const first = (await vendor.submit()).body.task_id;
    const bare = await submitUnder({ do: 'patch', remove: ['task_id'] }, vendor);
    expect(bare.accepted).toBe(1);
    expect(bare.reply?.body).not.toHaveProperty('task_id');
    const typed = await submitUnder(
      { do: 'patch', set: { task_id: 42, progress: '45%', 'data.task_id': 'x' } },
      vendor,
    );
    expect(typed.reply?.body).toMatchObject({ task_id: 42, progress: '45%', data: { task_id: 'x' } });
    await vendor.poll(first);
    const repeated = await submitUnder({ do: 'repeat' }, vendor);
    expect([repeated.accepted, repeated.reply?.body.task_id]).toEqual([1, first]);
  }));

test('one byte at a time arrives whole in the end', () =>
  withSimulator({}, async (vendor) => {
    const { reply } = await submitUnder({ do: 'drip', bytesPerSecond: 2000 }, vendor);
    expect(reply?.body.status).toBe('queued');
  }));

test('a fault strikes the calls that it names, as often as it says, and no other', () =>
  withSimulator({ cap: 99 }, async ({ submit, simulator }) => {
    const strikes = async (fault: Omit<Fault, 'action'>, prompts: string[]) => {
      simulator.clearFaults();
      simulator.fault({ ...fault, action: { do: 'answer', status: 503 } });
      const found: boolean[] = [];
      for (const prompt of prompts) {
        found.push((await submit({ ...SHOT, prompt }, { 'idempotency-key': `${prompt}` })).status === 503);
      }
      return found;
    };
    const three = ['a fox', 'a hare', 'an owl'];
    expect(await strikes({ match: { op: 'poll' } }, three)).toEqual([false, false, false]);
    expect(await strikes({ match: { op: 'submit' } }, three)).toEqual([true, false, false]);
    expect(await strikes({ match: { op: 'submit' }, count: 2 }, three)).toEqual([true, true, false]);
    expect(await strikes({ match: { op: 'submit' }, count: 0 }, three)).toEqual([true, true, true]);
    expect(await strikes({ match: { op: 'submit', nth: 2 } }, three)).toEqual([false, true, false]);
    expect(await strikes({ match: { op: 'submit', prompt: 'owl' } }, three)).toEqual([false, false, true]);
    expect(await strikes({ match: { op: 'submit', key: 'a hare' } }, three)).toEqual([false, true, false]);
    const many = Array.from({ length: 40 }, () => 'x');
    const half = (await strikes({ match: { op: 'submit', probability: 0.5 }, count: 0 }, many)).filter(Boolean).length;
    expect(half).toBeGreaterThan(8);
    expect(half).toBeLessThan(32);
  }));

test('a fault that nobody knows is refused with what is allowed', () =>
  withSimulator({}, async ({ post, sim }) => {
    const problem = async (fault: object) => (await post('/_sim/faults', fault)).body.error?.message;
    const match = { op: 'submit' };
    expect(await problem({ match })).toContain('action must be');
    expect(await problem({ match: { op: 'dance' }, action: { do: 'reset' } })).toContain('match.op must be one of');
    expect(await problem({ match, action: { do: 'explode' } })).toContain('action.do must be one of answer, reset');
    expect(await problem({ match, action: { do: 'delay' } })).toBe('action.ms must be a number');
    expect(await problem({ match, action: { do: 'reset', how: 'x' } })).toBe('action.how: no such field');
    expect(await problem({ match, action: { do: 'reset' } })).toBeUndefined();
    expect((await sim('faults')).body.faults).toMatchObject([{ match, action: { do: 'reset' }, struck: 0 }]);
  }));
