import type { Command } from 'commander';
import type { Shell } from '../session/shell.ts';

type Flags = {
  readonly api?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
  readonly input?: readonly string[];
  readonly inputs?: string;
};

/** `dailies validate FILE…`: every problem that can be known before paying; needs no engine and no key. */
export function addValidate(program: Command, shell: Shell): void {
  program
    .command('validate')
    .argument('<file...>', 'pipeline files; lock and picks files are skipped')
    .description('check pipelines; needs no engine and no key')
    .option('-i, --input <name=value...>', 'an input; name=@file takes the text of a file')
    .option('--inputs <file>', 'inputs from a YAML or JSON file; -i counts more')
    .option('--api <profile>', 'against this API profile instead of the account’s')
    .option('--strict', 'warnings count as errors')
    .option('--json', 'one JSON document a file')
    .action(async (files: readonly string[], flags: Flags) => {
      const { isCompanion } = await import('../session/project.ts');
      let worst = 0;
      for (const file of files.filter((name) => !isCompanion(name)))
        worst = Math.max(worst, await validated(shell, file, flags));
      process.exitCode = worst;
    });
}

async function validated(shell: Shell, typed: string, flags: Flags): Promise<number> {
  const { fileTyped, projectRoot } = await import('../session/project.ts');
  const { isWrong, loadPipeline } = await import('../session/load-pipeline.ts');
  const { realmFacts } = await import('../session/realm-facts.ts');
  const { withAccountNamed } = await import('../session/account-named.ts');
  const { render } = await import('../../language/index.ts');
  const { counted, jsonText } = await import('../terminal/index.ts');
  const file = fileTyped(shell.cwd, typed);
  const root = projectRoot(file, shell.cwd);
  const { facts } = realmFacts(shell, root, await withAccountNamed(file, { api: flags.api }));
  const { problems, plan, texts } = await loadPipeline({ cwd: shell.cwd, root }, file, facts, flags);
  const { terminal } = shell;
  const wrong = problems.filter((problem) => isWrong(problem, flags));
  if (flags.json) terminal.data(jsonText({ file: typed, problems }));
  else {
    for (const problem of problems) terminal.data(render(problem, texts[problem.file] ?? ''));
    const found = problems.length === 0 ? 'no problem' : counted(problems.length, 'warning');
    if (wrong.length === 0) terminal.data(`${typed}: ${counted(plan?.nodes.length ?? 0, 'node')}, ${found}`);
  }
  return wrong.length === 0 ? 0 : 65;
}
