import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';
import { jsonText } from '../terminal/index.ts';

/** `dailies schema`: the JSON Schema of pipeline files, for editors. */
export function addSchema(program: Command, shell: Shell): void {
  program
    .command('schema')
    .description('print the JSON Schema of pipeline files')
    .action(async () => {
      const { jsonSchema } = await import('../../language/index.ts');
      shell.terminal.data(jsonText(jsonSchema(), 2));
    });
}
