import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { runScript } from './script.ts';

// What people write, as a process that can be killed: started again it skips the shots whose file is there.
const given = z.object({
  baseUrl: z.string(),
  shots: z.array(z.object({ id: z.string(), prompt: z.string() })),
  folder: z.string(),
  atOnce: z.number(),
  pollMs: z.number(),
});
const options = given.parse(JSON.parse(process.argv[2] ?? ''));
const shots = options.shots.filter(({ id }) => !existsSync(path.join(options.folder, `${id}.mp4`)));
await runScript({ ...options, shots, busyMs: 500 });
