/** Money in the vendor's integer quota units: 500,000 = 1 USD (api.md §2). Never a fraction. */
export type Quota = number;

/** Quota units in one US dollar (api.md §2: "integer quota, 500,000 = 1 USD"). */
export const QUOTA_PER_USD = 500_000;

/** USD as a number with at most six decimals, for people and for JSON. */
export function usdOf(quota: Quota): number {
  return Math.round((quota / QUOTA_PER_USD) * 1e6) / 1e6;
}

/** Quota units of an amount in USD, rounded to the nearest unit. */
export function quotaOf(usd: number): Quota {
  return Math.round(usd * QUOTA_PER_USD);
}

/** An amount as people read it, exact: `$0.34`, `$1.16875`; at least two decimals, at most six. */
export function dollars(quota: Quota): string {
  const text = (quota / QUOTA_PER_USD).toFixed(6).replace(/0{1,4}$/, '');
  return text.startsWith('-') ? `-$${text.slice(1)}` : `$${text}`;
}
