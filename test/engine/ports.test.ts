import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePorts } from '../../engine/ports.ts';

test('ports are different, free, and none that the system gives to outgoing connections', async () => {
  const ports = await freePorts(20);
  expect(new Set(ports).size).toBe(20);
  for (const port of ports) expect(port).toSatisfy((one: number) => one >= 20_000 && one < 32_000);
});

test('the wanted one comes first where it is free, and is left to whoever has it', async () => {
  const [wanted = 0] = await freePorts(1);
  expect((await freePorts(3, wanted))[0]).toBe(wanted);
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(wanted, '127.0.0.1', resolve));
  expect(await freePorts(3, wanted)).not.toContain(wanted);
  await new Promise((resolve) => taken.close(resolve));
});
