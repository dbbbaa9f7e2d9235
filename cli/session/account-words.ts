import type { AccountOrder } from '../../plan/account/index.ts';
import { Refusal } from './refusal.ts';

const ORDERS = ['pause', 'resume'] as const;

/** What was typed behind `dailies account`: a name, an order, both or none. Refuses (64) what is neither. */
export function readAccountWords(words: readonly string[]): { readonly name?: string; readonly order?: AccountOrder } {
  const [first, ...rest] = words;
  if (first === undefined) return {};
  const whole = orderOf(words);
  if (whole !== undefined) return { order: whole };
  if (rest.length === 0) return { name: first };
  const order = orderOf(rest);
  if (order !== undefined) return { name: first, order };
  throw new Refusal(64, `"${rest.join(' ')}" is no order for an account`, 'pause, resume, or limit N');
}

function orderOf([what, typed, ...more]: readonly string[]): AccountOrder | undefined {
  const plain = ORDERS.find((known) => known === what);
  if (plain !== undefined && typed === undefined) return { do: plain };
  if (what !== 'limit' || typed === undefined || more.length > 0) return undefined;
  if (/^[1-9]\d{0,5}$/.test(typed)) return { do: 'limit', limit: Number(typed) };
  throw new Refusal(64, `limit ${typed} is no number of tasks`, 'a whole number from 1');
}
