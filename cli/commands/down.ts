import type { Command } from 'commander';
import { projectRoot } from '../session/project.ts';
import type { Shell } from '../session/shell.ts';

/** `dailies down`: stops worker, server and supervisor, and this project's simulator. Open runs go on at the next start. */
export function addDown(program: Command, shell: Shell): void {
  program
    .command('down')
    .description('stop the engine, its worker and the simulator of this project; open runs go on at the next start')
    .action(async () => {
      const { stopEngine } = await import('../../engine/index.ts');
      const { stopSimulator } = await import('../session/simulator-process.ts');
      const stopped = await stopEngine({ home: shell.home });
      const simulator = await stopSimulator(projectRoot(shell.cwd, shell.cwd));
      const roles = [...stopped.map(({ role, pid }) => `${role} (${pid})`), ...(simulator ? ['simulator'] : [])];
      shell.terminal.data(roles.length === 0 ? 'nothing was running' : `stopped: ${roles.join(', ')}`);
    });
}
