import path from 'node:path';
import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';

/** `dailies init [DIR]`: a project that runs as it is written; asks nothing, changes nothing that is there. */
export function addInit(program: Command, shell: Shell): void {
  program
    .command('init')
    .argument('[dir]', 'where; this folder unless named')
    .description('begin a project: a pipeline, its shots, settings, .gitignore; asks nothing, overwrites nothing')
    .action(async (typed = '.') => {
      const { initProject } = await import('../session/init-project.ts');
      const { terminal, cwd } = shell;
      const here = (file: string) => path.relative(cwd, file) || '.';
      const folder = path.resolve(cwd, typed);
      for (const { file, did } of initProject(shell.starter, folder)) {
        terminal.data(`${did.padEnd(8)}  ${here(file)}`);
      }
      const go = here(folder) === '.' ? '' : `cd ${here(folder)} && `;
      terminal.say(`next      ${go}dailies run pipelines/teaser.yaml --simulate --speed 60`);
    });
}
