import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type ChangeLine, type FollowOptions, follow, tellChanges } from '../../cli/live/index.ts';
import { ask, terminalOf } from '../../cli/terminal/index.ts';
import { fakeFeed } from './fake-feed.ts';
import { batchPlan, view } from './fake-run.ts';

/** A terminal of streams in memory; `interrupt` is Ctrl-C. */
function fakeTerminal(facts: { readonly tty: boolean; readonly env?: { readonly [name: string]: string } }) {
  const stream = () => Object.assign(new PassThrough(), { isTTY: facts.tty, columns: 80, rows: 24 });
  const [stdin, stdout, stderr] = [stream(), stream(), stream()];
  const listeners = new Set<() => void>();
  let text = '';
  stderr.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  Object.assign(stdin, { setRawMode: () => stdin, ref: () => stdin, unref: () => stdin });
  const terminal = terminalOf({
    env: { TERM: 'xterm', ...facts.env },
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const interrupt = () => {
    for (const listener of listeners) listener();
  };
  return { terminal, stdin, stdout, said: () => text, interrupt, listeners };
}

function options(terminal: FollowOptions['terminal'], more: Partial<FollowOptions>): FollowOptions {
  const feed = fakeFeed(batchPlan(2), { stepMs: 5000 });
  return {
    terminal,
    plan: batchPlan(2),
    run: 'overnight-batch#3',
    realm: 'qingbo',
    speed: 1,
    next: feed.next,
    stillMs: 60_000,
    clock: { nowMs: feed.nowMs, wait: () => new Promise((resolve) => setImmediate(resolve)) },
    ...more,
  };
}

describe('following without a terminal', () => {
  it('ends where only a person can go on, and not at the first look', async () => {
    const { terminal } = fakeTerminal({ tty: false });
    const feed = fakeFeed(batchPlan(2), { stepMs: 5000, endless: true });
    const wait = () => new Promise<void>((resolve) => setImmediate(resolve));
    const clock = { nowMs: feed.nowMs, wait };
    const followed = await follow(options(terminal, { next: feed.next, clock, stillMs: 20_000 }));
    expect(followed.end).toBe('people');
    expect(followed.progress.view?.counts.asking).toBeGreaterThan(0);
  });

  it('says once that the money comes near the limit', async () => {
    const { terminal, said } = fakeTerminal({ tty: false });
    const plan = { ...batchPlan(2), budget: { limit: 20_000_000, warnAt: 0.01, onExceed: 'pause' as const } };
    await follow(options(terminal, { plan }));
    expect(said().match(/^spent or reserved is \d+ % of the limit \$40\.00$/gm)).toHaveLength(1);
  });

  it('is a line per node that ended and totals now and then, on stderr only', async () => {
    const { terminal, said, stdout, listeners } = fakeTerminal({ tty: false });
    const followed = await follow(options(terminal, {}));
    const lines = said().trimEnd().split('\n');
    expect(followed.end).toBe('over');
    expect(lines.filter((line) => line.startsWith('done')).length).toBe(10);
    expect(lines.find((line) => line.startsWith('failed'))).toContain(
      'draft@s0--warm  CONTENT_REFUSED: the content was refused',
    );
    expect(lines.find((line) => line.startsWith('asking'))).toContain('dailies pick overnight-batch#3 choose@s0 NODE');
    expect(lines.at(-1)).toMatch(/^10 of 11 nodes done · \$\S+ spent of \$\S+ · slots 0 of 5$/);
    expect(said()).not.toContain('\u001b');
    expect(stdout.read()).toBeNull();
    expect(listeners.size).toBe(0);
  });

  it('says nothing of what was kept or left out before the run began', async () => {
    const { terminal, said } = fakeTerminal({ tty: false });
    await follow(options(terminal, { decided: new Set([0, 2]) }));
    expect(said().match(/^done/gm)).toHaveLength(8);
  });

  it('with --json is an object a line: each change of a node, the earlier ones at the first answer', async () => {
    const { terminal } = fakeTerminal({ tty: false });
    const lines: ChangeLine[] = [];
    const heard = tellChanges('overnight-batch#3', (line) => lines.push(line));
    const { progress } = await follow(options(terminal, { heard }));
    const last = new Map(lines.map(({ node, state }) => [node, state]));
    expect([...last.keys()].sort()).toEqual(progress.plan.nodes.map(({ id }) => id).sort());
    expect(progress.plan.nodes.map(({ id }) => last.get(id))).toEqual(progress.nodes.map(({ state }) => state));
    const of = lines.filter(({ node }) => node === 'draft@s0--warm');
    expect(of.at(-1)).toMatchObject({ run: 'overnight-batch#3', state: 'failed', code: 'CONTENT_REFUSED' });
    expect(new Set(of.map(({ state }) => state)).size).toBe(of.length);
  });

  it('tells a thousand ends at once in a bounded number of lines', async () => {
    const { terminal, said } = fakeTerminal({ tty: false });
    const many = batchPlan(400);
    const waiting = view(many.nodes.map(() => 'waiting'));
    const done = view(
      many.nodes.map(() => 'done'),
      { over: true },
    );
    const answers = [waiting, done];
    await follow(options(terminal, { plan: many, next: async () => answers.shift() ?? done }));
    expect(said().split('\n').length).toBeLessThan(50);
    expect(said()).toContain('more: 1,563 done');
  });

  it('Ctrl-C ends the following at once, even while an answer is awaited', async () => {
    const { terminal, interrupt, listeners } = fakeTerminal({ tty: false });
    const never = new Promise<never>(() => undefined);
    const following = follow(options(terminal, { next: () => never }));
    interrupt();
    expect((await following).end).toBe('left');
    expect(listeners.size).toBe(0);
  });

  it('Ctrl-C before following began ends it before anything is asked', async () => {
    const { terminal, listeners } = fakeTerminal({ tty: false });
    const never = new Promise<never>(() => undefined);
    expect((await follow(options(terminal, { next: () => never, isLeft: () => true }))).end).toBe('left');
    expect(listeners.size).toBe(0);
  });

  it('an engine that fails to answer is asked again, for as long as it may be', async () => {
    const { terminal, said } = fakeTerminal({ tty: false });
    const over = view(
      batchPlan(2).nodes.map(() => 'done'),
      { over: true },
    );
    const calls = { count: 0 };
    const next = async () => {
      calls.count += 1;
      if (calls.count < 4) throw new Error('unavailable');
      return over;
    };
    expect((await follow(options(terminal, { next }))).end).toBe('over');
    expect(said().match(/does not answer/g)).toHaveLength(1);
    const time = { nowMs: 0 };
    const clock = {
      nowMs: () => time.nowMs,
      wait: async () => {
        time.nowMs += 30_000;
      },
    };
    const dead = () => Promise.reject(new Error('unavailable'));
    expect((await follow(options(terminal, { next: dead, clock }))).end).toBe('silent');
  });
});

describe('following on a terminal', () => {
  it('draws until the run is over and gives the terminal back', async () => {
    const { terminal, said } = fakeTerminal({ tty: true });
    const followed = await follow(options(terminal, {}));
    expect(followed.end).toBe('over');
    expect(said()).toContain('█');
    expect(said()).toContain('●');
    expect(said()).toContain('\u001b[32m');
    expect(said()).toContain('\u001b[?25h');
    expect(said()).toContain('10 of 11 nodes');
  });

  it('without colours where NO_COLOR is set, and leaves at Ctrl-C typed as a key', async () => {
    const { terminal, said, stdin } = fakeTerminal({ tty: true, env: { NO_COLOR: '1' } });
    const feed = fakeFeed(batchPlan(2), { stepMs: 100, endless: true });
    const next = async () => {
      if (feed.nowMs() === 500) stdin.write('\u0003');
      return feed.next();
    };
    expect((await follow(options(terminal, { next }))).end).toBe('left');
    expect(said()).not.toContain('\u001b[32m');
    expect(said()).not.toContain('\u001b[2m');
  });

  it('in a CI is plain lines even on a terminal', async () => {
    const { terminal, said } = fakeTerminal({ tty: true, env: { CI: '1' } });
    await follow(options(terminal, {}));
    expect(said()).not.toContain('\u001b');
  });
});

describe('a question', () => {
  it.each([
    ['y\n', true],
    ['YES\n', true],
    ['n\n', false],
    ['\n', false],
    ['yes please\n', false],
  ])('answered %j is %s', async (answer, expected) => {
    const { terminal, stdin, said } = fakeTerminal({ tty: true });
    stdin.write(answer);
    expect(await ask(terminal, 'pay $12.20?')).toBe(expected);
    expect(said()).toContain('pay $12.20? [y/N]');
  });

  it('is no at the end of the input and at Ctrl-C', async () => {
    const ended = fakeTerminal({ tty: true });
    ended.stdin.end();
    expect(await ask(ended.terminal, 'pay?')).toBe(false);
    const left = fakeTerminal({ tty: true });
    const answer = ask(left.terminal, 'pay?');
    left.interrupt();
    expect(await answer).toBe(false);
  });
});
