import { expect, test } from 'vitest';
import { SHOT, withSimulator } from './client.ts';

const KEY = { 'idempotency-key': 'k1' };

test('honoured: the same key and body is the same task, even above the cap', () =>
  withSimulator({ taskMs: 60_000, cap: 1 }, async ({ submit, simulator }) => {
    const first = await submit(SHOT, KEY);
    const second = await submit(SHOT, KEY);
    expect(second).toMatchObject({ status: 200, body: first.body });
    expect(simulator.ledger().tasks).toHaveLength(1);
    expect(simulator.stats().postsByKey).toEqual({ k1: 2 });
  }));

test('honoured: the same key with another body is refused with 409', () =>
  withSimulator({}, async ({ submit, simulator }) => {
    await submit(SHOT, KEY);
    const { status, body } = await submit({ ...SHOT, duration: 4 }, KEY);
    expect([status, body.error.code]).toEqual([409, 'idempotency_conflict']);
    expect(simulator.ledger().tasks).toHaveLength(1);
  }));

test('honoured: another account may use the same key', () =>
  withSimulator({}, async ({ submit, simulator }) => {
    await submit(SHOT, KEY);
    await submit(SHOT, { ...KEY, authorization: 'Bearer other' });
    expect(simulator.ledger().tasks).toHaveLength(2);
  }));

test('ignored: each POST is a task', () =>
  withSimulator({ idempotency: 'ignore' }, async ({ submit, simulator }) => {
    await submit(SHOT, KEY);
    await submit(SHOT, KEY);
    expect(simulator.ledger().tasks).toHaveLength(2);
  }));

test('the seed page says nothing of keys, so its simulator ignores them', () =>
  withSimulator({ api: 'qingbo-seed-2026-04' }, async ({ submit, simulator }) => {
    await submit(SHOT, KEY);
    await submit(SHOT, KEY);
    expect(simulator.ledger().tasks).toHaveLength(2);
  }));

test('forgotten: after the window the key is new', () =>
  withSimulator({ idempotency: 'forget' }, async ({ submit, simulator }) => {
    await submit(SHOT, KEY);
    await submit(SHOT, KEY);
    expect(simulator.ledger().tasks).toHaveLength(1);
    simulator.advance(60_000);
    await submit(SHOT, KEY);
    expect(simulator.ledger().tasks).toHaveLength(2);
  }));

test('forgotten on command', () =>
  withSimulator({}, async ({ submit, post, simulator }) => {
    await submit(SHOT, KEY);
    await post('/_sim/forget-keys');
    await submit(SHOT, KEY);
    expect(simulator.ledger().tasks).toHaveLength(2);
  }));
