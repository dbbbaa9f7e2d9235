import type { PickAnswer, Take } from '../../plan/picks.ts';
import type { Pick, Plan, PlanNode } from '../../plan/plan.ts';
import type { ProjectStore } from '../../store/index.ts';
import { Refusal } from './refusal.ts';

/** The answer that was typed, checked against the plan, with the files that the person saw. Refuses (64) others. */
export async function answerOf(
  store: ProjectStore,
  plan: Plan,
  typed: string,
  names: readonly string[],
): Promise<PickAnswer> {
  const { node, pick } = pickOf(plan, typed, names);
  const chosen = [...new Set(names.map((name) => candidate(plan, pick, name)))];
  if (chosen.length !== pick.choose || chosen.length !== names.length) {
    throw new Refusal(
      64,
      `${node.id} wants ${pick.choose} chosen, ${chosen.length} named`,
      `candidates: ${candidates(plan, pick)}`,
    );
  }
  const all = await Promise.all(pick.candidates.map((at) => take(store, plan, at)));
  const takes = all.filter((one) => one.sha256 !== undefined);
  const missing = chosen.find((id) => !takes.some((one) => one.node === id));
  if (missing !== undefined) throw new Refusal(64, `${missing} is not made yet`, 'pick when it is done');
  return {
    step: node.step,
    group: node.key,
    chosen: takes.filter((one) => chosen.includes(one.node)),
    candidates: takes,
  };
}

function pickOf(plan: Plan, typed: string, names: readonly string[]): { readonly node: PlanNode; readonly pick: Pick } {
  const named = plan.nodes.flatMap((node) => {
    const isMeant = node.step === typed || node.id === typed || `${node.step}@${node.key}` === typed;
    return isMeant && node.pick ? [{ node, pick: node.pick }] : [];
  });
  const [first] = names;
  const fitting =
    named.length > 1 && first !== undefined ? named.filter(({ pick }) => matches(plan, pick, first).length > 0) : named;
  const [one, ...others] = fitting;
  if (one !== undefined && others.length === 0) return one;
  const steps = [...new Set(plan.nodes.filter((node) => node.pick).map((node) => node.id))];
  const hint = steps.length === 0 ? 'this pipeline has no pick' : `there are: ${steps.slice(0, 20).join(', ')}`;
  throw new Refusal(
    64,
    one === undefined ? `there is no pick "${typed}" with such a take` : `"${typed}" has more than one group`,
    hint,
  );
}

function candidate(plan: Plan, pick: Pick, name: string): string {
  const [one, ...others] = matches(plan, pick, name);
  if (one !== undefined && others.length === 0) return one.id;
  throw new Refusal(
    64,
    `"${name}" ${one === undefined ? 'is no candidate' : 'is more than one candidate'}`,
    `candidates: ${candidates(plan, pick)}`,
  );
}

/** By name or key; else by the part of the key that tells the candidates of a group apart, such as `cool`. */
function matches(plan: Plan, pick: Pick, name: string): readonly PlanNode[] {
  const nodes = nodesOf(plan, pick);
  const named = nodes.filter((node) => node.id === name || node.key === name);
  return named.length > 0 ? named : nodes.filter((node) => node.key.split('--').includes(name));
}

function candidates(plan: Plan, pick: Pick): string {
  return nodesOf(plan, pick)
    .map((node) => node.id)
    .join(', ');
}

function nodesOf(plan: Plan, pick: Pick): readonly PlanNode[] {
  return pick.candidates.flatMap((at) => plan.nodes[at] ?? []);
}

async function take(store: ProjectStore, plan: Plan, at: number): Promise<Take> {
  const node = plan.nodes[at]?.id ?? '';
  const [newest] = await store.records.of(plan.pipeline, node);
  return newest === undefined ? { node } : { node, sha256: newest.sha256 };
}
