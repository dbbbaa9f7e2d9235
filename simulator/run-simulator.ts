import { once } from 'node:events';
import { readFlags } from './flags.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from './start-simulator.ts';

/**
 * Runs a simulator until SIGTERM or SIGINT and returns the exit code: 0, 64 for a wrong flag, 69 where it cannot
 * start. The first line on stdout is `listening http://127.0.0.1:PORT`.
 */
export async function runSimulator(args: readonly string[]): Promise<number> {
  let options: SimulatorOptions;
  try {
    options = readFlags(args);
  } catch (error) {
    return complain(error, 64);
  }
  let simulator: Simulator;
  try {
    simulator = await startSimulator(options);
  } catch (error) {
    return complain(error, 69);
  }
  process.stdout.write(`listening ${simulator.url}\n`);
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  await simulator.close();
  return 0;
}

function complain(error: unknown, exitCode: number): number {
  process.stderr.write(`simulator: ${error instanceof Error ? error.message : String(error)}\n`);
  return exitCode;
}
