import { createInterface } from 'node:readline';
import type { Terminal } from './terminal.ts';

/** Asks on stderr and reads one line: true for `y` or `yes`; anything else, an end of input or Ctrl-C is no. */
export async function ask(
  terminal: Pick<Terminal, 'input' | 'talk' | 'onInterrupt'>,
  question: string,
): Promise<boolean> {
  terminal.talk.stream.write(`${question} [y/N] `);
  const lines = createInterface({ input: terminal.input, terminal: false });
  const answer = await new Promise<string>((resolve) => {
    const stopListening = terminal.onInterrupt(() => lines.close());
    lines.once('line', resolve);
    lines.once('close', () => resolve(''));
    lines.once('close', stopListening);
  });
  lines.close();
  if (answer === '') terminal.talk.stream.write('\n');
  return /^\s*y(es)?\s*$/i.test(answer);
}
