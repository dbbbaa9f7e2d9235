/** What people type most, by command: shown below its `--help` and in the reference. `#` begins what it does. */
export const EXAMPLES: { readonly [command: string]: readonly string[] } = {
  init: ['dailies init', 'dailies init studio-film'],
  validate: [
    'dailies validate pipelines/*.yaml',
    'dailies validate night.yaml --api qingbo-2026-09   # what another API profile would refuse',
  ],
  plan: [
    'dailies plan night.yaml',
    'dailies plan night.yaml -i city=Porto --only final   # the finals, and what they lack',
    'dailies plan night.yaml --by 09:00   # what would be done by then',
    'dailies plan night.yaml --json -o plan.json',
  ],
  run: [
    'dailies run night.yaml --simulate --speed 60   # free, on the built-in simulator',
    'dailies run night.yaml   # shows the price and asks',
    'dailies run night.yaml -y --max-cost 40 --detach   # for scripts: at most 40 USD',
    'dailies run night.yaml --only draft@dawn --remake draft@dawn   # one shot once more, paid again',
  ],
  status: ['dailies status night', 'dailies status night#3 --json'],
  list: ['dailies list', 'dailies list --simulate'],
  watch: ['dailies watch night', 'dailies watch night --json   # one JSON object a line'],
  resume: ['dailies resume', 'dailies resume night'],
  retry: ['dailies retry night', 'dailies retry night draft@dawn draft@nets'],
  resolve: [
    'dailies resolve night draft@dawn --task task-123   # you found the task at the vendor',
    'dailies resolve night draft@dawn --not-created   # the vendor has no such task',
    'dailies resolve night draft@dawn --pay-again   # nobody can tell: pay once more',
  ],
  pick: ['dailies pick night choose@dawn draft@dawn--warm'],
  open: ['dailies open night', 'dailies open night#3 --no-browser'],
  approve: ['dailies approve night gate', 'dailies approve night gate --reject'],
  cancel: [
    'dailies cancel night',
    'dailies cancel night draft@dawn   # this shot only',
    'dailies cancel night --finish-running   # what renders comes in, nothing new is sent',
  ],
  account: [
    'dailies account',
    'dailies account pause   # nothing is submitted for any run, what renders comes in',
    'dailies account studio limit 3   # at most three tasks at once, from now on',
  ],
  report: ['dailies report night', 'dailies report night --json', 'dailies report night --html'],
  cost: ['dailies cost --by day', 'dailies cost --since 2026-11-01 --by model --json'],
  doctor: ['dailies doctor', 'dailies doctor --json'],
  schema: ['dailies schema > pipeline.v1.schema.json'],
  completion: [
    'source <(dailies completion bash)   # in ~/.bashrc; needs bash-completion',
    'source <(dailies completion zsh)   # in ~/.zshrc, below compinit',
    'dailies completion fish > ~/.config/fish/completions/dailies.fish',
  ],
  up: ['dailies up', 'dailies up --callback https://studio.example/dailies'],
  down: ['dailies down'],
  worker: ['TEMPORAL_ADDRESS=temporal.example:7233 dailies worker'],
  simulator: ['dailies simulator --port 4010 --speed 20 --state sim.state'],
};

/** The examples of a command as its help shows them; none is an empty text. */
export function exampleText(command: string): string {
  const lines = EXAMPLES[command] ?? [];
  return lines.length === 0 ? '' : `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
