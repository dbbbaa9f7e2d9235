import { takeUp } from './again.ts';
import { enter, isLocal } from './board.ts';
import { beginRecheck, beginSave } from './ending.ts';
import { isConditional } from './judge.ts';
import type { Run } from './run.ts';

/** The first execution takes its nodes as they were decided; a later one takes up whatever was under way. */
export function startRun(run: Run): void {
  if (run.state.states === '') decideStates(run);
  else carryOn(run);
}

function decideStates(run: Run): void {
  const { skeleton, state } = run;
  for (let node = 0; node < skeleton.total; node += 1) {
    const action = skeleton.actions[node];
    const asks = skeleton.kinds[node] === 'pick';
    if (action === 'k' && !asks && !isConditional(run, node)) enter(run, node, 'D');
    else if (action === 'l') enter(run, node, 'n');
    else if (action === 'm' && !isLocal(run, node)) state.money.planned += skeleton.prices[node] ?? 0;
    if (run.graph.open[node] === 0 || action === 'f') run.due.push(node);
  }
  // From here on the states stand in the carried state as well.
  state.states = 'w';
}

function carryOn(run: Run): void {
  const { state } = run;
  if (state.talk !== 'idle') {
    state.talk = 'idle';
    state.ledger.dirty = true;
  }
  run.states.forEach((code, node) => {
    if (code === 'w' && run.graph.open[node] === 0) run.due.push(node);
    else if (state.delayed[node] === undefined) takeUp(run, node);
  });
  if (state.phase === 'recheck') beginRecheck(run);
  else if (state.phase === 'save') beginSave(run);
}
