import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeOf } from '../../plan/make.ts';
import { makesOf, openOf } from '../../store/documents/lock-document.ts';
import { LockUnreadable } from '../../store/index.ts';
import { parseLockLines, printLockLines } from '../../store/lock-lines.ts';
import { parsePicks } from '../../store/picks-document.ts';
import { processorMs } from '../processor-ms.ts';
import { aRecord } from './a-store.ts';

const MAKE = JSON.stringify({ makes: [makeOf(aRecord())] });
const LOCK = `# comment\nversion: 1\nproject: abc\nmakes:\n  "a@b": ${MAKE}\n  "c": ${MAKE}\nopen: {}\n`;
const PICKS = 'version: 1\npicks:\n  choose:\n    hero: { chosen: [{ node: a@b }] } # why\n';
const SEED_RUNS = { numRuns: 400 };

/** A text with some of it cut out, doubled or replaced. */
const broken = (text: string) =>
  fc
    .array(fc.tuple(fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 12, unit: 'binary' })), { maxLength: 4 })
    .map((cuts) => cuts.reduce((now, [at, length, put]) => now.slice(0, at) + put + now.slice(at + length), text));

function readLock(text: string): void {
  const lines = parseLockLines('x.lock.yaml', text);
  for (const [node, values] of lines.makes) for (const value of values) makesOf('x.lock.yaml', node, value);
  for (const [node, values] of lines.open) for (const value of values) openOf('x.lock.yaml', node, value);
}

function readsOrRefuses(read: () => void): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(LockUnreadable);
    expect((error as LockUnreadable).line).toBeGreaterThan(0);
  }
}

test('a broken lock file is read or refused with its line, never a crash', () => {
  readLock(LOCK);
  fc.assert(
    fc.property(fc.oneof(broken(LOCK), fc.string({ unit: 'binary' })), (text) => readsOrRefuses(() => readLock(text))),
    SEED_RUNS,
  );
});

test('a lock file that is cut anywhere before its last section is refused, not taken for a shorter one', () => {
  for (let cut = 0; cut < LOCK.indexOf('open:') + 4; cut++) {
    expect(() => readLock(LOCK.slice(0, cut))).toThrow(LockUnreadable);
  }
});

test('a broken picks file is read or refused, never a crash', () => {
  expect(parsePicks('x', PICKS).answers).toHaveLength(1);
  fc.assert(
    fc.property(fc.oneof(broken(PICKS), fc.string({ unit: 'binary' })), (text) =>
      readsOrRefuses(() => parsePicks('x', text)),
    ),
    SEED_RUNS,
  );
});

test('a lock file of any names is printed and read back the same', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ minLength: 1, unit: 'binary' }), fc.constant({ json: MAKE, at: 0 })),
      (entries) => {
        const makes = new Map(Object.entries(entries).map(([node, line]) => [node, [line]]));
        const read = parseLockLines('x', printLockLines({ project: 'p', makes, open: new Map() }));
        expect([...read.makes.keys()].sort()).toEqual([...makes.keys()].sort());
      },
    ),
  );
});

test.each([
  ['a mebibyte of one line', `version: 1\nproject: p\nmakes:\n  "a": {${'['.repeat(1 << 20)}}`],
  ['a mebibyte of lines', `version: 1\n${'  "a": {}\n'.repeat(120_000)}`],
  ['a mebibyte of backslashes', `version: 1\nproject: p\nmakes:\n  "${'\\'.repeat(1 << 20)}`],
])('%s is refused within two seconds', (_, text) => {
  const began = processorMs();
  expect(() => readLock(text)).toThrow(LockUnreadable);
  expect(processorMs() - began).toBeLessThan(2000);
});
