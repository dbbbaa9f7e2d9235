import type { RunDocument } from '../../cli/views/run-json.ts';
import type { Ended, Started } from '../e2e/command.ts';
import type { Text } from './oracle/evidence.ts';
import type { Stage } from './stage.ts';

/** The commands of one trial, all that they said, and what they told of the run. */
export type Commands = {
  readonly start: (...args: readonly string[]) => Started;
  readonly run: (...args: readonly string[]) => Promise<Ended>;
  readonly outputs: () => readonly Text[];
  readonly documents: () => readonly RunDocument[];
};

export function openCommands({ scene }: Pick<Stage, 'scene'>): Commands {
  const ended: { readonly args: readonly string[]; readonly end: Ended }[] = [];
  const start = (...args: readonly string[]) => {
    const started = scene.start(...args);
    void started.ended.then((end) => ended.push({ args, end }));
    return started;
  };
  return {
    start,
    run: (...args) => start(...args).ended,
    outputs: () =>
      ended.flatMap(({ args, end }) => [
        { place: `stdout of dailies ${args.join(' ')}`, text: end.stdout },
        { place: `stderr of dailies ${args.join(' ')}`, text: end.stderr },
      ]),
    documents: () => ended.flatMap(({ end }) => documentOf(end) ?? []),
  };
}

/** The last line of stdout, where it is a run's document. */
export function documentOf({ stdout }: Ended): RunDocument | undefined {
  const last = stdout.trim().split('\n').at(-1) ?? '';
  // A report is another document of a run.
  return last.startsWith('{"run"') && last.includes('"renders":[') ? JSON.parse(last) : undefined;
}

/** What `run` is given in each trial. */
export function runArgs({ vendor }: Pick<Stage, 'vendor'>, file: string): readonly string[] {
  return ['run', file, '--simulate', '--api', vendor.api, '--speed', String(vendor.speed), '-y', '--json'];
}

/** Follows a run as its owner would: what does not go on by itself is resumed, what was not started is run. */
export async function toTheEnd(commands: Commands, stage: Stage, run: Promise<Ended>, file: string): Promise<Ended> {
  let ended = await run;
  for (let time = 0; time < 4 && mayGoOn(ended); time += 1) {
    if (ended.code === 75) await commands.run('account', 'resume', '--simulate');
    if (ended.code !== 130) ended = await commands.run('resume', stage.stem, '--simulate', '--json');
    if (ended.code === 64 || ended.code === 130) ended = await commands.run(...runArgs(stage, file));
  }
  return ended;
}

function mayGoOn({ code }: Ended): boolean {
  return code === null || [69, 75, 77, 130].includes(code);
}
