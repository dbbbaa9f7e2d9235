import { expect } from 'vitest';
import { type Audit, audit } from './audit.ts';
import type { Scene } from './scene.ts';
import type { Vendor } from './vendor.ts';

/** What a test of money counts, for its line of summary. */
export type Books = Omit<Audit, 'violations'>;

/**
 * Balances the vendor's ledger, our claims and records, and the files against each other: nothing is paid twice, every
 * accepted task is known or its node is unsure, what was billed is what is recorded, each file is what was served.
 */
export async function balance(
  scene: Scene,
  vendor: Vendor,
  pipelines: readonly string[],
  realm = 'simulator',
): Promise<Books> {
  const { violations, ...books } = await audit(scene, vendor, pipelines, realm);
  expect(violations).toEqual([]);
  return books;
}

/** One line that says what a test counted; what had happened before it is taken off. */
export function summary(what: string, now: Books, before?: Books): void {
  const { accepted, posts, done, unsure } = before === undefined ? now : since(now, before);
  console.log(`${what}: ${accepted} tasks accepted, ${posts} POSTs, ${done} done, ${unsure} unsure`);
}

/** What one run of several in a scene counted. */
export function since(now: Books, before: Books): Omit<Books, 'records'> {
  return {
    accepted: now.accepted - before.accepted,
    posts: now.posts - before.posts,
    done: now.done - before.done,
    unsure: now.unsure - before.unsure,
    spent: now.spent - before.spent,
  };
}
