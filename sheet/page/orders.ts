import type { Due } from '../model/data.ts';

export type Reply = {
  readonly kind: 'done' | 'no' | 'away';
  readonly words: string;
  readonly hint?: string;
  readonly due?: Due;
};

/** Sends an order to the server that served this page. Absent where there is none. */
export type Orders = (order: string, body: object) => Promise<Reply>;

export function serverOrders(): Orders {
  return async (order, body) => {
    try {
      const answer = await fetch(order, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (answer.status === 200 || answer.status === 500) return await answer.json();
      return { kind: 'no', words: `that was not understood (${answer.status})` };
    } catch {
      return { kind: 'away', words: 'dailies open has ended: nothing was changed' };
    }
  };
}
