import { Box, render, Text, useInput, useStdin } from 'ink';
import type { Outlet } from '../terminal/terminal.ts';
import { type Line, lineText } from './line.ts';

/** A part of the terminal that is drawn again and again. */
export type LiveScreen = {
  readonly draw: (lines: readonly Line[]) => void;
  /** Leaves the last lines standing (or clears them) and gives the terminal back. */
  readonly end: (clear: boolean) => Promise<void>;
};

/** Opens a live screen with ink. Import this file only where a terminal is followed: ink takes 300 ms to load. */
export function openScreen(options: {
  readonly outlet: Outlet;
  readonly input: NodeJS.ReadStream;
  readonly onInterrupt: () => void;
}): LiveScreen {
  const { outlet, input, onInterrupt } = options;
  let shown: readonly Line[] = [];
  const view = () => (
    <Lines texts={shown.map((line) => lineText(line, outlet.columns(), outlet.paint))} onInterrupt={onInterrupt} />
  );
  const app = render(view(), {
    stdout: outlet.stream,
    stdin: input,
    stderr: outlet.stream,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: 10,
  });
  return {
    draw: (lines) => {
      shown = lines;
      app.rerender(view());
      // React's development build measures each rendering and keeps it: a night of frames would fill the memory.
      performance.clearMeasures();
    },
    end: async (clear) => {
      if (clear) app.clear();
      app.unmount();
      await app.waitUntilExit();
    },
  };
}

function Lines({ texts, onInterrupt }: { readonly texts: readonly string[]; readonly onInterrupt: () => void }) {
  const { isRawModeSupported } = useStdin();
  // In raw mode Ctrl-C is a key and no signal.
  useInput((key, modifiers) => modifiers.ctrl && key === 'c' && onInterrupt(), { isActive: isRawModeSupported });
  return (
    <Box flexDirection="column">
      {texts.map((text, at) => (
        // A line is its place: nothing else tells two lines apart.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Text key={at} wrap="truncate">
          {text === '' ? ' ' : text}
        </Text>
      ))}
    </Box>
  );
}
