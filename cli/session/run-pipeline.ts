import { dollars } from '../../plan/quota.ts';
import type { RunView } from '../../plan/run-view.ts';
import { ask, jsonText } from '../terminal/index.ts';
import { endSummary, planView, runDocument } from '../views/index.ts';
import { announceAccount } from './account-session.ts';
import { beginRun } from './begin-run.ts';
import { withEngine } from './engine-session.ts';
import { followRun, rendersFolderOf, rendersOf } from './follow-run.ts';
import { foreseePlan } from './foresee-plan.ts';
import { knownBalance } from './known-balance.ts';
import { noteInterrupts } from './note-interrupts.ts';
import { isNothingToDo, type PlanFlags, type Prepared, prepare } from './prepare.ts';
import { Refusal } from './refusal.ts';
import type { Shell } from './shell.ts';

type Flags = PlanFlags & { readonly yes?: boolean; readonly detach?: boolean; readonly json?: boolean };

/** Plans, asks, starts and follows a pipeline. Returns the exit code. */
export async function runPipeline(shell: Shell, file: string, flags: Flags): Promise<number> {
  const { terminal } = shell;
  const prepared = await prepare(shell, file, flags);
  const availableUsd = await knownBalance(shell, prepared.session);
  const foreseen = await foreseePlan(shell, prepared.session, prepared.planned);
  const shown = availableUsd === undefined ? foreseen : { ...foreseen, availableUsd };
  terminal.say(planView(shown, terminal.screen(terminal.talk)));
  const { decisions } = prepared.decided;
  const blocked = decisions.nodes.find((node) => node.state === 'blocked');
  if (blocked)
    throw new Refusal(75, `nothing was started: ${blocked.because}`, 'the other shots without it: --only STEP');
  if (isNothingToDo(prepared)) return nothingToDo(shell, prepared, flags.json ?? false);
  if (!(await agreed(shell, prepared, flags))) return 130;
  // Until the run is started Ctrl-C means: do not start it; while it is being started it is noted, and said after.
  const interrupts = noteInterrupts(shell);
  const { session } = prepared;
  const announce = () =>
    announceAccount(shell, session, { ...flags, account: session.facts.name, speed: prepared.speed });
  // A missing key is said before an engine is started for nothing, a simulator is not started before there is one.
  const real = session.facts.realm === 'simulator' ? undefined : await announce();
  return withEngine(shell, async (client) => {
    if (interrupts.came()) return notStarted(shell);
    const { store } = session;
    const account = real ?? (await announce());
    const started = await beginRun(client, prepared, account, flags);
    interrupts.end();
    const { entry } = started;
    if (started.joined) terminal.say(`${entry.pipeline}#${entry.n} is open with the same plan: following it`);
    const detached = (flags.detach ?? false) || interrupts.came();
    if (!detached) return followRun({ shell, client, store, entry, speed: account.speed, json: flags.json ?? false });
    terminal.say(left(shell, prepared, `${entry.pipeline}#${entry.n}`, flags.detach ? 'detached' : 'left'));
    return 75;
  });
}

async function agreed(shell: Shell, { price }: Prepared, flags: Flags): Promise<boolean> {
  const { terminal } = shell;
  // What is simulated costs nobody anything: there is nothing to ask.
  if (flags.yes || flags.simulate || (flags.maxCost !== undefined && !terminal.asks)) return true;
  if (!terminal.asks) {
    throw new Refusal(64, 'nobody can be asked here, and nothing was started', 'say -y, or --max-cost USD');
  }
  if (await ask(terminal, `Pay at most ${dollars(price)}?`)) return true;
  terminal.say('nothing was started');
  return false;
}

function notStarted(shell: Shell): number {
  shell.terminal.say('interrupted: nothing was started');
  return 130;
}

async function nothingToDo(shell: Shell, { session, plan, decided }: Prepared, json: boolean): Promise<number> {
  const { terminal } = shell;
  const renders = await rendersOf(session.store, plan, decided.decisions);
  const current = decided.decisions.nodes.filter((node) => node.action === 'keep').length;
  const latest = await session.store.runs.latest(plan.pipeline);
  const run = latest === undefined ? plan.pipeline : `${plan.pipeline}#${latest.n}`;
  const facts = {
    run,
    state: 'done',
    counts: { done: current },
    current,
    money: { planned: 0, spent: 0, refunded: 0 },
  } as const;
  const where = { realm: session.facts.realm, file: plan.file, startedMs: Date.now() };
  const files = { rendersFolder: rendersFolderOf(renders), files: renders.length };
  terminal.say(endSummary({ ...facts, ...where, ...files, end: 'over' }, terminal.screen(terminal.talk)));
  if (json) terminal.data(jsonText(runDocument({ ...facts, renders })));
  return 0;
}

function left(shell: Shell, { session, plan, price }: Prepared, run: string, end: 'left' | 'detached'): string {
  const counts: RunView['counts'] = {};
  const money = { planned: price, spent: 0, refunded: 0 };
  const facts = {
    run,
    realm: session.facts.realm,
    file: plan.file,
    state: 'running',
    counts,
    current: 0,
    money,
  } as const;
  const { terminal } = shell;
  return endSummary(
    { ...facts, end, startedMs: Date.now(), rendersFolder: '', files: 0 },
    terminal.screen(terminal.talk),
  );
}
