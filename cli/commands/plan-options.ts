import type { Command } from 'commander';

/** The options that plan and run share. */
export function withPlanOptions(command: Command): Command {
  return command
    .option('-i, --input <name=value...>', 'an input; name=@file takes the text of a file')
    .option('--inputs <file>', 'inputs from a YAML or JSON file; -i counts more')
    .option('--profile <name>', 'a profile of the file instead of defaults.profile')
    .option('--api <profile>', 'another API profile than the account’s')
    .option('--strict', 'warnings count as errors')
    .option('--only <node...>', 'these and what they lack upstream: step or step@instance')
    .option('--from <step...>', 'these and all downstream')
    .option('--keep-stale', 'make nothing again that was made from another request')
    .option('--remake <node...>', 'pay again for these')
    .option('--max-cost <usd>', 'lower the budget of this run')
    .option('--simulate', 'on the built-in simulator: a realm of its own, no key, $0')
    .option('--speed <n>', 'with --simulate: divide queue, render and poll times')
    .option('--json', 'one JSON document on stdout');
}
