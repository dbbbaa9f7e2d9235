import { describe, expect, test } from 'vitest';
import { remembering } from '../../activities/remembered.ts';

type Doc = { readonly nodes: readonly number[] };
const doc = (nodes: number): Doc => ({ nodes: Array.from({ length: nodes }, (_, at) => at) });

function reader(answer: () => Promise<Doc | undefined>) {
  const seen = { times: 0 };
  const read = () => {
    seen.times += 1;
    return answer();
  };
  return { seen, read };
}

describe('remembered plans', () => {
  test('twenty who ask at the same time share one reading', async () => {
    const plans = remembering<Doc>();
    const { seen, read } = reader(async () => doc(3));
    const found = await Promise.all(Array.from({ length: 20 }, () => plans('p', read)));
    expect(seen.times).toBe(1);
    expect(new Set(found).size).toBe(1);
  });

  test('what is absent or cannot be read is asked for again', async () => {
    const plans = remembering<Doc>();
    expect(await plans('p', async () => undefined)).toBeUndefined();
    await expect(plans('p', async () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
    expect(await plans('p', async () => doc(1))).toEqual(doc(1));
  });

  test('they have at most so many nodes together; the ones that were used last stay', async () => {
    const plans = remembering<Doc>(10);
    for (const key of ['a', 'b', 'a', 'c']) await plans(key, async () => doc(5));
    const again = reader(async () => doc(5));
    await plans('a', again.read);
    await plans('c', again.read);
    expect(again.seen.times).toBe(0);
    await plans('b', again.read);
    expect(again.seen.times).toBe(1);
  });

  test('one that is larger than all that may be kept is kept alone', async () => {
    const plans = remembering<Doc>(10);
    const { seen, read } = reader(async () => doc(50));
    await plans('large', read);
    await plans('large', read);
    expect(seen.times).toBe(1);
  });
});
