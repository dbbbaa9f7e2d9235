#!/usr/bin/env node
import { CommanderError } from 'commander';
import { forgiveLateCalls } from './late-calls.ts';
import { programOf } from './program.ts';
import { shellOf } from './session/shell.ts';

const shell = shellOf(process);
forgiveLateCalls(process, other);
try {
  await programOf(shell).parseAsync(process.argv);
} catch (error) {
  process.exitCode = error instanceof CommanderError ? usage(error) : await other(error);
}

function usage(error: CommanderError): number {
  return ['commander.help', 'commander.helpDisplayed', 'commander.version'].includes(error.code) ? 0 : 64;
}

// Loaded where it is needed: it knows the errors of every room.
async function other(error: unknown): Promise<number> {
  const { explain } = await import('./explain.ts');
  return explain(error, shell.terminal);
}
