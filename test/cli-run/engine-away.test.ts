import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ServiceError } from '@temporalio/client';
import { expect, test } from 'vitest';
import { isEngineAway } from '../../cli/session/engine-away.ts';

const grpc = (code: number) => Object.assign(new Error(`code ${code}`), { code });

test('an engine that is away is told from one that answers with an error, also in the words of the SDK', () => {
  expect(isEngineAway(grpc(14))).toBe(true);
  expect(isEngineAway(new ServiceError('Failed to describe workflow', { cause: grpc(4) }))).toBe(true);
  expect(isEngineAway(new ServiceError('Failed to describe workflow', { cause: grpc(5) }))).toBe(false);
  expect(isEngineAway(new Error('a machine threw'))).toBe(false);
});

const LATE = `file://${path.resolve(import.meta.dirname, '../../dist/cli/late-calls.js')}`;
const thrownLate = (words: string) =>
  spawnSync(process.execPath, [
    ...['--input-type=module', '-e'],
    `import { forgiveLateCalls } from '${LATE}';
    forgiveLateCalls(process, async (error) => { console.log(error.message); return 70; });
    setTimeout(() => { throw new Error('${words}'); }, 1);`,
  ]);

test('a call that is repeated after its command has ended changes nothing; any other error out of a timer is told', () => {
  expect(thrownLate('Channel has been shut down').status).toBe(0);
  const other = thrownLate('a bug');
  expect([other.status, String(other.stdout)]).toEqual([70, 'a bug\n']);
});
