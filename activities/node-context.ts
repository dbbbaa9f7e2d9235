import { type NodeContext, type NodeValue, stepsView } from '../expressions/index.ts';
import type { MakeRecord } from '../plan/record.ts';
import type { Scene } from './scene.ts';
import { nodeValue } from './takes.ts';

/** The whole film of a chain whose files hold segments only, by its last link: there is no one file of it. */
export const FILM = /^film:(\d+)$/;

/** What the expressions of a node may name at the moment when it is about to be made. */
export function nodeContext(
  scene: Scene,
  takes: ReadonlyMap<number, MakeRecord>,
  source: number | undefined,
): NodeContext {
  const doneAs = (node: number): NodeValue | undefined => {
    const take = takes.get(node);
    return take === undefined ? undefined : nodeValue(scene, node, take);
  };
  const filmOf = (node: number): NodeValue | undefined => {
    const take = takes.get(node);
    if (take === undefined || take.includesSource) return doneAs(node);
    return nodeValue(scene, node, take, `film:${node}`);
  };
  const start = source === undefined ? undefined : doneAs(source);
  return {
    inputs: scene.plan.inputs,
    vars: scene.plan.vars,
    matrix: scene.node.matrix,
    steps: stepsView(scene.plan, scene.plan.nodes.indexOf(scene.node), doneAs, filmOf),
    ...(start === undefined ? {} : { source: start }),
  };
}
