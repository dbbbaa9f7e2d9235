import type { Shell } from './shell.ts';

/** Ctrl-C noted from now until `end`, where nothing can be broken off; whoever goes on looks whether it came. */
export type Interrupts = { readonly came: () => boolean; readonly end: () => void };

export function noteInterrupts({ terminal }: Pick<Shell, 'terminal'>): Interrupts {
  let came = false;
  const end = terminal.onInterrupt(() => {
    came = true;
  });
  return { came: () => came, end };
}
