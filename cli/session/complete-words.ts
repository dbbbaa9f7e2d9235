import path from 'node:path';
import tab from '@bomb.sh/tab';
import type { Argument, Command, Option } from 'commander';
import { pipelineNames, stemOf } from './project.ts';

/** Prints what may be typed next after `words`, for the script of the person's shell. Asks no engine and no store. */
export function completeWords(program: Command, cwd: string, words: readonly string[]): void {
  for (const command of program.createHelp().visibleCommands(program)) {
    const known = tab.command(command.name(), command.description());
    for (const argument of command.registeredArguments) {
      known.argument(
        argument.name(),
        offer(() => valuesOf(argument, cwd)),
        argument.variadic,
      );
    }
    for (const option of command.createHelp().visibleOptions(command)) addOption(known, option);
  }
  tab.parse([...words]);
}

function addOption(known: ReturnType<typeof tab.command>, option: Option): void {
  const name = option.long?.replace(/^--/, '') ?? '';
  const letter = option.short?.replace(/^-/, '') ?? '';
  const takesValue = option.required || option.optional;
  if (takesValue)
    known.option(
      name,
      option.description,
      offer(() => option.argChoices ?? []),
      letter,
    );
  else known.option(name, option.description, letter);
}

type Complete = (value: string, description: string) => void;

function offer(values: () => readonly string[]) {
  return (complete: Complete) => {
    for (const value of values()) complete(value, '');
  };
}

function valuesOf(argument: Argument, cwd: string): readonly string[] {
  // A run is called as its pipeline file's stem.
  if (argument.name() === 'run') return [...new Set(pipelinesIn(cwd).map(stemOf))].sort();
  return argument.name() === 'file' ? pipelinesIn(cwd) : (argument.argChoices ?? []);
}

/** The pipeline files where they usually lie, as they would be typed. */
function pipelinesIn(cwd: string): readonly string[] {
  return ['', 'pipelines']
    .flatMap((folder) => pipelineNames(path.join(cwd, folder)).map((name) => path.posix.join(folder, name)))
    .filter((file) => stemOf(file) !== 'dailies');
}
