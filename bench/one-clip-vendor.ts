import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readFlags } from '../simulator/flags.ts';
import { startSimulator } from '../simulator/index.ts';
import { makeRenderer } from '../simulator/render/renderer.ts';

// A simulator whose clips are all drawn once: ten thousand pictures would take more processor time than what is measured.
const options = readFlags(process.argv.slice(2));
const folder = options.filesFolder ?? '.';
mkdirSync(folder, { recursive: true });
const encoder = makeRenderer();
let first: Promise<Buffer> | undefined;
/** 200,000 USD: ten thousand shots cost more than the 1,000 USD of a new account. */
const ENDLESS_QUOTA = 100_000_000_000;

const simulator = await startSimulator({
  ...options,
  grantedQuota: ENDLESS_QUOTA,
  renderer: {
    render: async (picture, outPath) => {
      const drawn = path.join(folder, 'first.mp4');
      first ??= encoder.render(picture, drawn).then(() => readFile(drawn));
      await writeFile(outPath, Buffer.concat([await first, boxOfNothing()]));
    },
    close: encoder.close,
  },
});
process.stdout.write(`listening ${simulator.url}\n`);
process.once('SIGTERM', () => void simulator.close().then(() => process.exit(0)));

/** What every player skips: it makes each file another one. */
function boxOfNothing(): Buffer {
  const content = randomBytes(16);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(head.length + content.length, 0);
  head.write('free', 4, 'latin1');
  return Buffer.concat([head, content]);
}
