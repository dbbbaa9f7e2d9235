import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { typedInputs } from '../../cli/session/typed-inputs.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dailies-inputs-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('an input is its text, or the text of a file', async () => {
  await writeFile(join(folder, 'prompt.txt'), 'a quiet sea,\nat dawn\n');
  const typed = ['city=Porto=Gaia', 'empty=', 'prompt=@prompt.txt', 'handle=@@studio'];
  expect(await typedInputs(folder, typed)).toEqual({
    ...{ city: 'Porto=Gaia', empty: '', prompt: 'a quiet sea,\nat dawn', handle: '@studio' },
  });
});

test('what is no input, or names no readable file, is refused as usage', async () => {
  await writeFile(join(folder, 'latin1.txt'), new Uint8Array([0xe9]));
  for (const word of ['city', '=Porto', 'prompt=@absent.txt', 'prompt=@latin1.txt']) {
    await expect(typedInputs(folder, [word])).rejects.toMatchObject({ exit: 64 });
  }
});
