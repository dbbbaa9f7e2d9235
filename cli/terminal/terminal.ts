import { onlyColours, plain } from './clean.ts';
import { isCi, type Paint, paintOf, wantsColour } from './paint.ts';
import type { Screen } from './screen.ts';

/** A stream for lines. `live`: a terminal on which lines may be drawn over. */
export type Outlet = {
  readonly stream: NodeJS.WriteStream;
  readonly live: boolean;
  readonly paint: Paint;
  readonly columns: () => number;
  readonly rows: () => number;
  /** Writes one line (or several); whatever is in it, nothing but text and colours reaches the stream. */
  readonly line: (text: string) => void;
};

export type Terminal = {
  /** stdout. */
  readonly out: Outlet;
  /** stderr. */
  readonly talk: Outlet;
  /** Data, one line, to stdout. */
  readonly data: (text: string) => void;
  /** Talk, one line, to stderr. */
  readonly say: (text: string) => void;
  readonly input: NodeJS.ReadStream;
  /** Somebody can answer: both stdin and stderr are terminals. */
  readonly asks: boolean;
  readonly zone: string;
  readonly screen: (outlet?: Outlet) => Screen;
  /** Calls `listener` at Ctrl-C (SIGINT), until the function returned is called. */
  readonly onInterrupt: (listener: () => void) => () => void;
};

/** The process's own streams and facts, handed in once by the entry. */
export type TerminalFacts = {
  readonly env: { readonly [name: string]: string | undefined };
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly onInterrupt: (listener: () => void) => () => void;
};

/** Columns where nobody looks at a terminal: wide enough for a whole row of each table. */
const PLAIN_COLUMNS = 160;

/** The terminal that everything is printed through. */
export function terminalOf(facts: TerminalFacts): Terminal {
  const out = outletOf(facts.stdout, facts.env);
  const talk = outletOf(facts.stderr, facts.env);
  const zone = facts.env.TZ ?? '';
  return {
    out,
    talk,
    data: out.line,
    say: talk.line,
    input: facts.stdin,
    asks: facts.stdin.isTTY === true && facts.stderr.isTTY === true,
    zone: isZone(zone) ? zone : '',
    screen: (outlet = out) => ({
      columns: outlet.columns(),
      paint: outlet.paint,
      zone: isZone(zone) ? zone : '',
      nowMs: Date.now(),
    }),
    onInterrupt: facts.onInterrupt,
  };
}

function outletOf(stream: NodeJS.WriteStream, env: TerminalFacts['env']): Outlet {
  const tty = stream.isTTY === true;
  const colour = wantsColour(env, tty);
  // `dailies report | head` closes the pipe early: that is the reader's right, not an error.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    stream,
    live: tty && !isCi(env) && env.TERM !== 'dumb',
    paint: paintOf(colour),
    columns: () => (tty ? Math.max(40, stream.columns || 80) : PLAIN_COLUMNS),
    rows: () => (tty ? Math.max(8, stream.rows || 24) : 24),
    line: (text) => {
      stream.write(`${colour ? onlyColours(text) : plain(text)}\n`);
    },
  };
}

function isZone(zone: string): boolean {
  try {
    return zone !== '' && new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}
