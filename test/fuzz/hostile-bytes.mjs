// A mebibyte of what nobody should send, made anew in each process that reads it.
const MEBIBYTE = 1 << 20;
const bytes = (text) => new TextEncoder().encode(text).subarray(0, MEBIBYTE);
const filled = (piece) => piece.repeat(Math.ceil(MEBIBYTE / piece.length));

function noise() {
  let state = 7;
  return Uint8Array.from({ length: MEBIBYTE }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
    return state >>> 24;
  });
}

/** By name: valid JSON of a mebibyte, JSON that is cut, and no JSON at all. */
export const HOSTILE = {
  'zero bytes': () => new Uint8Array(MEBIBYTE),
  noise,
  'opening brackets': () => bytes(filled('[')),
  'brackets, closed': () => bytes('['.repeat(MEBIBYTE / 2) + ']'.repeat(MEBIBYTE / 2)),
  'objects in objects': () => bytes(`${'{"a":'.repeat(170_000)}1${'}'.repeat(170_000)}`),
  'many members': () => bytes(`{${Array.from({ length: 60_000 }, (_, at) => `"k${at}":${at}`).join(',')}}`),
  'many elements': () => bytes(`{"task_id":"t","result":{"videos":[${'{"url":1},'.repeat(100_000)}{}]}}`),
  'one long text': () => bytes(`{"task_id":"${'x'.repeat(MEBIBYTE - 40)}","status":"failed"}`),
  'one long message': () => bytes(`{"error":{"code":"x","message":"${'A\\u001b[31m'.repeat(80_000)}"}}`),
  'a long number': () => bytes(`{"cost":${'9'.repeat(MEBIBYTE - 20)}}`),
  backslashes: () => bytes(`"${filled('\\\\')}`),
  'prototype keys': () => bytes(`{${'"__proto__":{"task_id":"t"},'.repeat(37_000)}"constructor":1}`),
  'lines of YAML': () => bytes(filled('  "a": {}\n')),
  'flow lists': () => bytes(`version: 1\nsteps: ${filled('[a, ')}`),
  aliases: () => bytes(`a: &a [x]\n${filled('b: [*a, *a, *a]\n')}`),
  'a lock file': () => bytes(`version: 1\nproject: p\nmakes:\n${filled('  "a": {"makes":[]}\n')}open: {}\n`),
};
