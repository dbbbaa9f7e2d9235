import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Cell } from './cell.ts';
import { wrongEnd, wrongShot } from './ends.ts';
import { notReplaying } from './replays.ts';

// Each check is shown failing.
const CELL: Cell = { kind: 'kill', point: 'polling', victim: 'worker', keys: 'ignored' };
const ended = (state: string, unsure = 0) => {
  return {
    code: 0,
    stderr: 'it broke',
    stdout: `${JSON.stringify({ run: 'n#1', state, nodes: { unsure }, renders: [] })}\n`,
  };
};

test('a run ends as its cell allows, tells each unsure node, and pays each task once', () => {
  expect(wrongEnd(CELL, ended('unsure', 1), { accepted: 8, unsure: 1 })).toEqual([]);
  const none = { code: 70, stdout: '', stderr: 'it broke' };
  expect(wrongEnd(CELL, none, { accepted: 8, unsure: 0 })).toEqual(['L2 no end: exit 70: it broke']);
  expect(wrongEnd({ ...CELL, keys: 'honoured' }, ended('unsure'), { accepted: 8, unsure: 0 })).toEqual([
    'L2 ended as unsure, not done',
  ]);
  expect(wrongEnd(CELL, ended('done'), { accepted: 9, unsure: 1 })).toEqual([
    'I2 9 tasks accepted for 8',
    'I2 1 unsure, not all told',
  ]);
  expect(wrongEnd(CELL, ended('unsure', 6), { accepted: 8, unsure: 6 })).toHaveLength(1);
});

test('a shot ends as its fault allows, and is paid once', () => {
  const shot = { cell: CELL, http: { ends: 'unsure' } } as const;
  expect(wrongShot(shot, { state: 'unsure' }, [{ billing: 'settled' }])).toEqual([]);
  expect(wrongShot({ cell: CELL }, { state: 'failed', code: 'TASK_LOST' }, [])).toEqual([
    'L2 ended as failed (TASK_LOST), not done',
  ]);
  const twice = [{ billing: 'settled' }, { billing: 'frozen' }] as const;
  expect(wrongShot({ cell: CELL }, { state: 'done' }, twice)).toEqual(['I2 2 tasks accepted for one shot']);
  expect(wrongShot({ cell: CELL }, { state: 'done' }, [{ billing: 'settled' }, { billing: 'refunded' }])).toEqual([]);
});

test('a history that does not fit is found', async () => {
  const folder = path.resolve(import.meta.dirname, '../histories');
  const bundle = path.resolve(import.meta.dirname, '../../dist/workflows.bundle.js');
  const text = readFileSync(path.join(folder, 'whole@2eb5fb9aa187.json'), 'utf8');
  expect(await notReplaying({ run: JSON.parse(text) }, bundle)).toEqual([]);
  const other = JSON.parse(text.replaceAll('"awaitTask"', '"awaitNothing"'));
  expect(await notReplaying({ run: other }, bundle)).toEqual([expect.stringMatching(/^I14 run does not replay: /)]);
});
