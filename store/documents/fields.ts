import { z } from 'zod';

export const text = z.string();
/** sha256 in hex. */
export const hex64 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits');
/** Integer quota units; a strange cost of the vendor's must still be readable, so no upper end. */
export const quota = z.number();
/** Milliseconds since the epoch. */
export const ms = z.number();
/** ISO 8601, UTC; '' unknown. */
export const isoTime = z.string().regex(/^(|\d{4}-\d\d-\d\dT[\d:.]+Z)$/, 'expected an ISO time in UTC');
/** Lengths and sizes as measured. */
export const measure = z.number().min(0);
